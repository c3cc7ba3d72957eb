// A Telegram that others wrote (npm telegram-test-api), on a port of its own, which it prints.
// What the Bot API promises and this server leaves out is added here, and nothing else: a bot's `is_bot`,
// a press's `chat_instance`.
const { TelegramServer } = require("telegram-test-api/lib/telegramServer");
const { routes } = require("telegram-test-api/lib/routes/index");

const bot = { id: 666, is_bot: true, first_name: "Loa", username: "loa_bot" };
routes.unshift((app) => app.all("/bot:token/getMe", (_, answer) => answer.sendResult({ ok: true, result: bot })));

const formed = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const said = formed(update);
  if (said.callback_query) said.callback_query.chat_instance = "1";
  return said;
};

const server = new TelegramServer({ host: "127.0.0.1", port: 1 });
server.config.port = 0;
server.start().then(() => console.log(server.server.address().port));
