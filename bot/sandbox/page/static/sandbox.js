// The page's loop: ask for what is shown, draw it, do what is pressed.
import { drawChips, drawMembers, drawTopics } from "./chips.js";
import { drawDesk } from "./desk.js";
import { $, hour, words as textOf } from "./dom.js";
import { drawTroubles, menus } from "./menus.js";
import { showBanner, showToast } from "./notices.js";
import { drawOffice } from "./office.js";
import { drawAnswering, drawChat } from "./phone.js";

const portal = $("portal");
const seen = new Map(); // phone → newest message its owner has looked at
const toasted = new Map(); // phone → toasts already shown
const done = new Set(); // steps ticked off
const acting = new Map(); // group → the member in whose name one acts
const topics = new Map(); // forum → the topic that is open
const read = new Map(); // topic → newest message seen there
const people = ["Em Minh", "Chú Tư", "Chị Hoa", "Anh Sơn", "Dì Bảy", "Bạn An", "Bác Sáu"];

let phone = null;
let version = -1;
let asking = new AbortController();
let state = null;
let ahead = 0; // milliseconds by which the island's clock was moved
let answering = null; // the message that the next words answer
let touched = 0; // when this phone's owner last did something: their own answers need no banner

async function post(name, body = {}) {
  const answer = await fetch(`/sandbox/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  const value = answer && (await answer.json().catch(() => null));
  if (answer?.ok) {
    refresh();
    return value;
  }
  fault(value?.error ?? "Không kết nối được, xin thử lại.");
  return null;
}

function refresh() {
  version = -1;
  asking.abort();
}

function fault(text) {
  $("fault").textContent = text;
  $("fault").hidden = !text;
  if (text) setTimeout(() => ($("fault").hidden = true), 5000);
}

async function ask() {
  asking = new AbortController();
  const query = new URLSearchParams({ after: version });
  if (phone !== null) query.set("phone", phone);
  if (acting.has(phone)) query.set("by", acting.get(phone));
  const wanted = phone;
  try {
    const answer = await fetch(`/sandbox/state?${query}`, { signal: asking.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = await answer.json();
    if (phone !== wanted) return;
    version = fresh.version;
    draw(fresh);
    document.body.classList.remove("offline");
  } catch (reason) {
    if (reason.name === "AbortError") return;
    document.body.classList.add("offline");
    version = -1;
    phone = null;
    await new Promise((wake) => setTimeout(wake, 1500));
  }
}

function draw(fresh) {
  phone = fresh.phone;
  const mine = fresh.phones.find((one) => one.id === phone);
  const topic = opened(mine);
  const first = state === null || state.phone !== fresh.phone || state.topic !== topic?.id;
  const known = first ? Infinity : (seen.get(phone) ?? 0);
  const arrived = fresh.chat.filter((one) => one.from_bot && one.id > known);
  for (const one of fresh.phones) if (!seen.has(one.id)) seen.set(one.id, one.newest);
  seen.set(phone, mine.newest);
  state = { ...fresh, topic: topic?.id };
  ahead = new Date(fresh.now) - Date.now();
  wind();
  if (mine.members.length && !acting.has(phone)) acting.set(phone, mine.members[0].id);
  if (first) answer(null);
  drawChips($("chips"), fresh.phones, phone, seen, choose);
  drawMembers($("members"), mine.members, acting.get(phone), act);
  drawTopics($("topics"), mine.topics ?? [], topic?.id, read, (id) => open(mine, id));
  drawChat(topic ? { ...fresh, chat: fresh.chat.filter((one) => one.topic === topic.id) } : fresh, mine, { first, by: acting.get(phone), say, press, answer, unblock: () => post("unblock", { phone }) });
  drawTroubles(mine, fresh.closed);
  drawDesk($("ready"), fresh, desk);
  drawOffice($("office"), $("office-sum"), fresh);
  const shown = toasted.get(phone);
  if (shown !== undefined && fresh.toasts.length > shown) showToast(fresh.toasts.at(-1));
  toasted.set(phone, fresh.toasts.length);
  if (arrived.length && performance.now() - touched > 1500) notify(arrived.at(-1));
  tick();
}

// The topic that is open in a forum, the first where none was chosen; nothing elsewhere.
function opened(mine) {
  const all = mine.topics ?? [];
  const topic = all.find((one) => one.id === topics.get(mine.id)) ?? all[0];
  if (topic) read.set(topic.id, topic.newest);
  return topic;
}

function open(mine, topic) {
  topics.set(mine.id, topic);
  refresh();
}

function notify(message) {
  if (document.body.dataset.tab !== "phone") $("unread").hidden = false;
  showBanner(message);
}

function tick() {
  const ours = state.chat.filter((one) => one.from_bot);
  if (state.chat.some((one) => !one.from_bot)) done.add("start");
  if (ours.some((one) => /Đã đăng ký|đã đăng ký và đang nhận/.test(textOf(one)))) done.add("agree");
  if (ours.some((one) => one.rows.some((row) => row.length === 5))) done.add("publish");
  if (state.office.some((one) => one.count > 0)) done.add("publish").add("rate");
  const items = [...$("steps").children];
  const next = items.find((item) => !done.has(item.dataset.step));
  for (const item of items) {
    const ticked = done.has(item.dataset.step);
    item.classList.toggle("done", ticked);
    item.firstElementChild.textContent = ticked ? "✓" : items.indexOf(item) + 1;
    if (item === next) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
}

// ── what the buttons do ──

async function say(text) {
  touched = performance.now();
  const made = await post("say", { phone, text, by: acting.get(phone) ?? "", answers: answering?.id ?? null, topic: state.topic ?? null });
  if (made) answer(null);
  return made;
}

async function press(message, data) {
  touched = performance.now();
  return post("press", { phone, message, data, by: acting.get(phone) ?? "" });
}

function answer(message) {
  answering = message;
  drawAnswering(message, () => answer(null));
}

function choose(id) {
  phone = id;
  refresh();
}

function act(member) {
  acting.set(phone, member);
  toasted.delete(phone);
  touched = 0; // another person's finger
  refresh();
}

async function addPhone(messenger) {
  const name = people[state.phones.length % people.length];
  const made = await post("phones", { name, messenger });
  if (made) choose(made.result.id);
}

async function onPortal(name, body) {
  const made = await post(name, body);
  if (made) portal.src = "/cong/";
  return made;
}

const desk = {
  publish: (ready) => onPortal("publish", { ready }),
  putOff: (article) => onPortal("put-off", { article }),
  withdraw: (article) => onPortal("withdraw", { article }),
  restore: (article) => onPortal("restore", { article }),
};

function show(tab) {
  document.body.dataset.tab = tab;
  for (const button of document.querySelectorAll("[data-show]"))
    button.setAttribute("aria-pressed", String(button.dataset.show === tab));
  if (tab === "phone") $("unread").hidden = true;
}

for (const button of document.querySelectorAll("[data-show]"))
  button.addEventListener("click", () => show(button.dataset.show));

menus({
  fault: async (name, said, body) => (await post(name, { phone, ...body })) && said && showToast(said),
  portal: (name) => onPortal(name, {}),
  time: (to) => post("clock", { to }),
  add: addPhone,
});

document.addEventListener("click", (event) => {
  if (event.target.closest('a[target="portal"]')) show("portal");
});

$("banner").addEventListener("click", () => {
  show("phone");
  $("banner").hidden = true;
  $("chat").lastElementChild?.scrollIntoView({ block: "end" });
});

$("compose").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = $("words");
  if (words.value.trim() && (await say(words.value))) words.value = "";
});

$("own").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const made = await onPortal("publish", Object.fromEntries(new FormData(form)));
  if (made) {
    form.reset();
    $("write").open = false;
  }
});

$("home").addEventListener("click", () => (portal.src = "/cong/"));
portal.addEventListener("load", () => {
  $("where").textContent = decodeURI(portal.contentWindow.location.pathname);
});

const wind = () => ($("clock").textContent = hour.format(new Date(Date.now() + ahead)));
wind();
setInterval(wind, 10_000);

for (;;) await ask();
