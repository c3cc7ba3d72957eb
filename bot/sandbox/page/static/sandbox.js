// The page's loop: ask for what is shown, draw it, do what is pressed.
import { drawDesk, drawOffice } from "./office.js";
import { drawChat, drawChips, showToast, showBanner } from "./phone.js";

const $ = (id) => document.getElementById(id);
const portal = $("portal");
const seen = new Map(); // phone → newest message its owner has looked at
const toasted = new Map(); // phone → toasts already shown
const done = new Set(); // steps ticked off
const people = ["Cô Thu", "Bác Năm", "Em Minh", "Chú Tư", "Chị Hoa", "Anh Sơn", "Dì Bảy", "Bạn An"];

let phone = null;
let version = -1;
let asking = new AbortController();
let state = null;
let ahead = 0; // milliseconds by which the island's clock was moved
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
  const first = state === null || state.phone !== fresh.phone;
  phone = fresh.phone;
  const known = first ? Infinity : (seen.get(phone) ?? 0);
  const arrived = fresh.chat.filter((one) => one.from_bot && one.id > known);
  for (const one of fresh.phones) if (!seen.has(one.id)) seen.set(one.id, one.newest);
  const mine = fresh.phones.find((one) => one.id === phone);
  seen.set(phone, mine.newest);
  state = fresh;
  ahead = new Date(fresh.now) - Date.now();
  wind();
  drawChips($("chips"), fresh.phones, phone, seen, choose, addPhone);
  drawChat(fresh, mine, { first, say, press, unblock: () => act("unblock") });
  drawDesk($("ready"), fresh, publish);
  drawOffice($("office"), $("office-sum"), fresh);
  const shown = toasted.get(phone);
  if (shown !== undefined && fresh.toasts.length > shown) showToast(fresh.toasts.at(-1));
  toasted.set(phone, fresh.toasts.length);
  if (arrived.length && performance.now() - touched > 1500) notify(arrived.at(-1));
  tick();
}

function notify(message) {
  if (document.body.dataset.tab !== "phone") $("unread").hidden = false;
  showBanner(message);
}

function tick() {
  const text = (one) => one.segments.map((part) => part.text).join("");
  const ours = state.chat.filter((one) => one.from_bot);
  if (state.chat.some((one) => !one.from_bot)) done.add("start");
  if (ours.some((one) => /^Đã đăng ký|đã đăng ký và đang nhận/.test(text(one)))) done.add("agree");
  if (ours.some((one) => one.rows.some((row) => row.length === 5))) done.add("publish");
  if (state.office.some((one) => one.count > 0)) done.add("rate");
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

function say(text) {
  touched = performance.now();
  return post("say", { phone, text });
}

async function press(message, data) {
  if (performance.now() - touched < 400) return null; // a double tap must not hit what moved under the finger
  touched = performance.now();
  return post("press", { phone, message, data });
}

function act(name, body = {}) {
  return post(name, { phone, ...body });
}

function choose(user) {
  phone = user;
  refresh();
}

async function addPhone() {
  const name = people[(state.phones.length - 2 + people.length) % people.length];
  const made = await post("phones", { name });
  if (made) choose(made.result.id);
}

async function publish(body) {
  const made = await post("publish", body);
  if (made) portal.src = "/cong/";
  return made;
}

function show(tab) {
  document.body.dataset.tab = tab;
  for (const button of document.querySelectorAll("[data-show]"))
    button.setAttribute("aria-pressed", String(button.dataset.show === tab));
  if (tab === "phone") $("unread").hidden = true;
}

for (const button of document.querySelectorAll("[data-show]"))
  button.addEventListener("click", () => show(button.dataset.show));

for (const button of document.querySelectorAll("[data-fault]"))
  button.addEventListener("click", async () => {
    $("faults").open = false;
    const made = await act(button.dataset.fault, { seconds: 10 });
    if (made && button.dataset.fault === "flood") showToast("Telegram báo quá tải trong 10 giây");
  });

for (const button of document.querySelectorAll("[data-time]"))
  button.addEventListener("click", async () => {
    $("times").open = false;
    await post("clock", { to: button.dataset.time });
  });

document.addEventListener("click", (event) => {
  for (const menu of ["faults", "times"]) if (!$(menu).contains(event.target)) $(menu).open = false;
  if (event.target.closest('a[target="portal"]')) show("portal");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of ["faults", "times"]) $(menu).open = false;
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
  const made = await publish(Object.fromEntries(new FormData(form)));
  if (made) {
    form.reset();
    $("write").open = false;
  }
});

$("home").addEventListener("click", () => (portal.src = "/cong/"));
portal.addEventListener("load", () => {
  $("where").textContent = decodeURI(portal.contentWindow.location.pathname);
});

const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
const wind = () => ($("clock").textContent = clock.format(new Date(Date.now() + ahead)));
wind();
setInterval(wind, 10_000);

for (;;) await ask();
