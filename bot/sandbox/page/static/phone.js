// The phone: chips, bubbles, buttons under them, the toast and the banner. Foreign text only ever becomes text nodes.
const $ = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const hour = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
const QUICK = ["/start", "CHUYENMUC", "MOINHAT", "TROGIUP"];
const TAGS = { bold: "b", italic: "i", underline: "u", code: "code" };

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

function link(href, attributes, ...children) {
  const url = new URL(href, location.href);
  const local = url.hostname === location.hostname || url.hostname === "127.0.0.1";
  if (local && url.pathname.startsWith("/cong"))
    return make("a", { ...attributes, href: url.pathname + url.search, target: "portal" }, ...children);
  return make("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function piece({ text, styles = [], href }) {
  let node = document.createTextNode(text);
  for (const style of styles) node = make(TAGS[style], {}, node);
  return href ? link(href, {}, node) : node;
}

function button(choice, message, press) {
  if (choice.url) return link(choice.url, { class: "key" }, choice.text, make("span", { class: "out", "aria-hidden": "true" }, "↗\uFE0E"));
  return make(
    "button",
    {
      type: "button",
      class: "key",
      onclick: async ({ currentTarget }) => {
        currentTarget.classList.add("busy");
        await press(message.id, choice.callback_data);
        currentTarget?.classList.remove("busy");
      },
    },
    choice.text,
  );
}

function quote(original) {
  const [first, second] = original.segments.map((part) => part.text).join("").split("\n");
  return make("button", { type: "button", class: "quote", onclick: () => point(original.id) }, second || first);
}

function point(id) {
  const node = $("chat").querySelector(`[data-id="${id}"]`);
  node?.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
}

function bubble(message, original, press) {
  const meta = `${message.edited_at ? "đã sửa " : ""}${hour.format(new Date(message.at))}${message.from_bot ? "" : " ✓✓"}`;
  const body = make(
    "div",
    { class: "bubble" },
    original ? quote(original) : null,
    ...message.segments.map(piece),
    make("span", { class: "meta" }, message.silent ? "🔕 " : null, meta),
  );
  const rows = message.rows.map((row) =>
    make("div", { class: row.length === 5 ? "keys stars" : "keys" }, ...row.map((one) => button(one, message, press))),
  );
  return make("article", { class: message.from_bot ? "said bot" : "said me", "data-id": message.id }, body, ...rows);
}

let drawn = new Map(); // message id → what was drawn, to touch only what changed

export function drawChat(state, mine, { first, say, press, unblock }) {
  const chat = $("chat");
  const low = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40; // reading the newest: stay there
  if (first) {
    chat.replaceChildren();
    drawn = new Map();
  }
  const ids = new Set(state.chat.map((one) => one.id));
  for (const node of [...chat.children]) if (!ids.has(Number(node.dataset.id))) node.remove();
  let added = null;
  for (const message of state.chat) {
    const likeness = JSON.stringify(message);
    if (drawn.get(message.id) === likeness) continue;
    const node = bubble(message, state.chat.find((one) => one.id === message.reply_to), press);
    const old = chat.querySelector(`[data-id="${message.id}"]`);
    if (old) keepFocus(old, node);
    else {
      chat.append(node);
      if (!first) node.classList.add("new");
      added = node;
    }
    drawn.set(message.id, likeness);
  }
  if (!state.chat.length) chat.replaceChildren(intro());
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

function intro() {
  return make(
    "div",
    { class: "intro" },
    make("span", { class: "wave", "aria-hidden": "true" }, "🏝️"),
    make("b", {}, "Kênh này làm được gì?"),
    make("p", {}, "Nhận thông báo của đặc khu ngay khi được đăng, và chấm điểm từng tin."),
  );
}

function foot(state, mine, say, unblock) {
  const mode = mine.blocked ? "blocked" : state.chat.length ? "talking" : "empty";
  const quick = $("quick");
  $("presence").textContent = mine.blocked ? "đã bị chặn trên máy này" : "bot";
  if (quick.dataset.mode === mode) return;
  quick.dataset.mode = mode;
  $("compose").hidden = mode !== "talking";
  const keys = {
    blocked: [make("button", { type: "button", class: "begin", onclick: unblock }, "Bỏ chặn")],
    empty: [make("button", { type: "button", class: "begin", onclick: () => say("/start") }, "Bắt đầu")],
    talking: QUICK.map((word) => make("button", { type: "button", onclick: () => say(word) }, word)),
  };
  quick.replaceChildren(...keys[mode]);
}

export function drawChips(box, phones, current, seen, choose, add) {
  const likeness = JSON.stringify([phones, current, ...phones.map((one) => seen.get(one.id))]);
  if (box.dataset.likeness === likeness) return;
  box.dataset.likeness = likeness;
  const focused = document.activeElement?.dataset?.chip;
  const chips = phones.map((one) => {
    const fresh = one.id !== current && one.newest > (seen.get(one.id) ?? 0);
    return make(
      "button",
      { type: "button", "data-chip": one.id, "aria-pressed": String(one.id === current), onclick: () => choose(one.id) },
      one.name,
      one.blocked ? " 🚫" : null,
      fresh ? make("i", { class: "dot", role: "img", "aria-label": "có tin mới" }) : null,
    );
  });
  const label = phones.length > 2 ? "+" : "+ Thêm máy";
  const more = make("button", { type: "button", "data-chip": "add", class: "add", "aria-label": "Thêm máy", onclick: add }, label);
  box.replaceChildren(...chips, more);
  chips.find((chip) => chip.ariaPressed === "true")?.scrollIntoView({ block: "nearest", inline: "center" });
  if (focused) box.querySelector(`[data-chip="${focused}"]`)?.focus();
}

let toastEnds = 0;

export function showToast(toast) {
  const node = $("toast");
  node.textContent = typeof toast === "string" ? toast : toast.text;
  node.classList.add("up");
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => node.classList.remove("up"), 3200);
}

let bannerEnds = 0;

export function showBanner(message) {
  const text = message.segments.map((part) => part.text).join("");
  const [head, ...rest] = text.split("\n").filter((line) => line.trim());
  const node = $("banner");
  node.replaceChildren(
    make("img", { src: "/sandbox/static/loa.svg", alt: "", width: "34", height: "34" }),
    make("span", {}, make("b", {}, `Loa · ${head}`), make("em", {}, rest[0] ?? "")),
    make("time", {}, "bây giờ"),
  );
  node.hidden = false;
  clearTimeout(bannerEnds);
  bannerEnds = setTimeout(() => (node.hidden = true), 5000);
}
