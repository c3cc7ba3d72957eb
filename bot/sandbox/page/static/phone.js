// The phone: its look, the chat, and what can be said with one tap. A phone is of a kind: telegram, zalo, oa, group, forum, staff.
import { bubble } from "./bubble.js";
import { $, calm, gist, make } from "./dom.js";

const ME = "Loa · Đặc khu Cồn Cỏ";
const KINDS = {
  telegram: { presence: "bot Telegram", begin: "/start", quick: ["/start", "CHUYENMUC", "MOINHAT", "TROGIUP"], away: "đã bị chặn trên máy này", back: "Bỏ chặn" },
  zalo: { presence: "bot Zalo · trả lời bằng chữ số", begin: "Bắt đầu", quick: ["1", "2", "3", "5 sao", "MOINHAT", "TROGIUP"] },
  oa: { presence: "Official Account · Zalo", begin: "DANGKY", quick: ["1", "2", "3", "5 sao", "MOINHAT", "TROGIUP"], away: "chưa quan tâm tài khoản này", back: "Quan tâm" },
  group: { begin: "/start", quick: ["/start", "/caidat", "/moinhat", "/trogiup"], away: "bot đã bị đưa ra khỏi nhóm", back: "Mời bot trở lại" },
  forum: { begin: "/start", quick: ["/start", "/caidat", "/moinhat", "/trogiup"], away: "bot đã bị đưa ra khỏi nhóm", back: "Mời bot trở lại" },
  staff: { quick: [] },
};
const INTRO = {
  telegram: ["🏝️", "Kênh này làm được gì?", "Nhận thông báo của đặc khu ngay khi được đăng, và chấm điểm từng tin."],
  zalo: ["🏝️", "Loa trên Zalo", "Không có nút bấm: Quý vị trả lời bằng chữ số, chấm điểm bằng «5» hay «5 sao»."],
  oa: ["🏝️", "Official Account trên Zalo", "Quý vị quan tâm rồi nhắn một chữ; chấm điểm bằng nút hoặc bằng chữ số."],
  group: ["👥", "Nhóm của khu dân cư", "Người quản trị nhóm bấm Bắt đầu để cả nhóm nhận tin; mỗi người chấm điểm của mình."],
  forum: ["🗂", "Nhóm có chủ đề", "Loa chỉ nhắn trong chủ đề mà người quản trị nhóm đã bấm Bắt đầu."],
  staff: ["🎧", "Nhóm trực ban", "Tin khẩn chờ quyết định và góp ý của người dân đến đây. Trả lời một góp ý bằng ↩."],
};

let drawn = new Map(); // message id → what was drawn, to touch only what changed

// `state.chat`: what stands here, in a forum under one topic.
export function drawChat(state, mine, { first, by, say, press, answer, unblock }) {
  const chat = $("chat");
  const low = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40; // reading the newest: stay there
  if (first) {
    chat.replaceChildren();
    drawn = new Map();
  }
  const named = mine.members.length > 0;
  const ids = new Set(state.chat.map((one) => one.id));
  for (const node of [...chat.children]) if (!ids.has(Number(node.dataset.id))) node.remove();
  let added = null;
  for (const message of state.chat) {
    const own = !message.from_bot && (!named || message.by === by);
    const original = state.chat.find((one) => one.id === message.reply_to);
    const likeness = JSON.stringify([message, own, original && gist(original)]);
    if (drawn.get(message.id) === likeness) continue;
    const node = bubble(message, original, {
      mine: own,
      named,
      press,
      answer: mine.kind === "zalo" || mine.kind === "oa" ? null : answer,
    });
    const old = chat.querySelector(`[data-id="${message.id}"]`);
    if (old) keepFocus(old, node);
    else {
      chat.append(node);
      if (!first) node.classList.add("new");
      added = node;
    }
    drawn.set(message.id, likeness);
  }
  if (!state.chat.length) chat.replaceChildren(intro(mine.kind));
  head(mine);
  foot(state, mine, say, unblock);
  if (added || low) chat.scrollTo({ top: chat.scrollHeight, behavior: first || calm.matches ? "instant" : "smooth" });
}

function keepFocus(old, node) {
  const keys = [...old.querySelectorAll(".key")];
  const place = keys.indexOf(document.activeElement);
  const label = keys[place]?.textContent;
  old.replaceWith(node);
  if (label) [...node.querySelectorAll(".key")].find((key) => key.textContent === label)?.focus();
}

function intro(kind) {
  const [sign, title, text] = INTRO[kind];
  return make("div", { class: "intro" }, make("span", { class: "wave", "aria-hidden": "true" }, sign), make("b", {}, title), make("p", {}, text));
}

function head(mine) {
  const kind = KINDS[mine.kind];
  document.body.dataset.kind = mine.kind;
  $("chatname").textContent = mine.members.length ? mine.name : ME;
  $("presence").textContent = mine.blocked ? kind.away : (kind.presence ?? `${mine.members.length} người và Loa`);
}

function foot(state, mine, say, unblock) {
  const mode = mine.blocked ? "blocked" : state.chat.length || mine.kind === "staff" ? "talking" : "empty";
  const quick = $("quick");
  const likeness = `${mine.kind} ${mode}`;
  if (quick.dataset.mode === likeness) return;
  quick.dataset.mode = likeness;
  $("compose").hidden = mode !== "talking";
  const { begin, back, quick: offered } = KINDS[mine.kind];
  const keys = {
    blocked: () => [make("button", { type: "button", class: "begin", onclick: unblock }, back)],
    empty: () => [make("button", { type: "button", class: "begin", onclick: () => say(begin) }, "Bắt đầu")],
    talking: () => offered.map((word) => make("button", { type: "button", onclick: () => say(word) }, word)),
  };
  quick.replaceChildren(...keys[mode]());
  quick.hidden = !quick.children.length;
}

// What the next words answer, above the line they are typed in; null for nothing.
export function drawAnswering(message, drop) {
  const box = $("answering");
  box.hidden = !message;
  if (!message) return;
  box.replaceChildren(
    make("span", {}, make("b", {}, "Trả lời"), gist(message)),
    make("button", { type: "button", "aria-label": "Thôi trả lời", onclick: drop }, "✕"),
  );
  $("words").focus();
}
