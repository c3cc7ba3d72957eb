// The office: what people think of the announcements that were published.
import { make } from "./dom.js";

const TALL = 42; // the highest bar, in pixels
const decimal = new Intl.NumberFormat("vi-VN", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const rows = new Map(); // article id → its row, kept so that bars move instead of jumping

export function drawOffice(list, sum, state) {
  const shown = [...state.office].sort((a, b) => Number(b.count > 0) - Number(a.count > 0)).slice(0, 12);
  const total = state.office.reduce((all, one) => all + one.count, 0);
  const people = state.phones.filter((one) => !one.blocked && !one.members.length).length;
  sum.textContent = total ? `${total} lượt chấm · ${people} máy` : "Chưa có lượt chấm nào";
  const ids = new Set(shown.map((one) => String(one.id)));
  for (const [id, row] of rows) if (!ids.has(id)) row.remove(), rows.delete(id);
  const nodes = shown.length
    ? shown.map((one) => fill(rows.get(String(one.id)) ?? fresh(one), one))
    : [list.querySelector(".none") ?? make("li", { class: "none" }, "Đăng một tin: điểm của người dân hiện ở đây.")];
  if (nodes.length !== list.children.length || nodes.some((node, n) => node !== list.children[n]))
    list.replaceChildren(...nodes);
}

function fresh(one) {
  const bars = make("div", { class: "bars", "aria-hidden": "true" });
  for (let mark = 1; mark <= 5; mark++) bars.append(make("i", {}, make("b", {}), make("small", {}, String(mark))));
  const row = make(
    "li",
    {},
    make("div", { class: "what" }, make("b", { class: "title" }), make("p", { class: "score" })),
    bars,
  );
  rows.set(String(one.id), row);
  return row;
}

function fill(row, one) {
  const most = Math.max(4, ...one.spread);
  row.querySelector(".title").textContent = one.title;
  row.querySelector(".title").title = one.title;
  const score = row.querySelector(".score");
  score.replaceChildren(
    ...(one.count
      ? [stars(one.mean), make("b", {}, decimal.format(one.mean)), ` · ${one.count} lượt`]
      : ["Chưa có lượt chấm"]),
  );
  const bars = row.querySelectorAll(".bars b");
  requestAnimationFrame(() =>
    bars.forEach((bar, n) => {
      bar.style.height = `${Math.round((TALL * one.spread[n]) / most)}px`;
      bar.classList.toggle("zero", one.spread[n] === 0);
    }),
  );
  return row;
}

function stars(mean) {
  const node = make("span", { class: "five", role: "img", "aria-label": `${decimal.format(mean)} trên 5 sao` }, "★★★★★");
  node.style.setProperty("--part", `${(100 * mean) / 5}%`);
  return node;
}
