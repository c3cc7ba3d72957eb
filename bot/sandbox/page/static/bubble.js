// One message: its words, who wrote them, what it answers, the buttons under it.
import { $, calm, gist, hour, link, make } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", code: "code" };
const COLOURS = ["#b3472a", "#7a4fa0", "#1f7a4d", "#a0620f", "#2563a8"];

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
      onclick: async ({ currentTarget, detail }) => {
        if (detail > 1) return; // the second half of a double tap must not hit what moved under the finger
        currentTarget.classList.add("busy");
        await press(message.id, choice.callback_data);
        currentTarget?.classList.remove("busy");
      },
    },
    choice.text,
  );
}

function quote(original) {
  return make("button", { type: "button", class: "quote", onclick: () => point(original.id) }, gist(original));
}

function point(id) {
  const node = $("chat").querySelector(`[data-id="${id}"]`);
  node?.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
}

function writer(message) {
  const node = make("b", { class: "writer" }, message.name);
  node.style.color = COLOURS[Number(message.by) % COLOURS.length];
  return node;
}

// `mine`: the one who looks wrote it; `named`: several people write here; `answer`: what replying does, or null.
export function bubble(message, original, { mine, named, press, answer }) {
  const meta = `${message.edited_at ? "đã sửa " : ""}${hour.format(new Date(message.at))}${mine ? " ✓✓" : ""}`;
  const body = make(
    "div",
    { class: "bubble" },
    named && !message.from_bot && !mine ? writer(message) : null,
    original ? quote(original) : null,
    ...message.segments.map(piece),
    make("span", { class: "meta" }, message.silent ? "🔕 " : null, meta),
    answer
      ? make(
          "button",
          { type: "button", class: "answer", "aria-label": "Trả lời tin này", title: "Trả lời", onclick: () => answer(message) },
          "↩\uFE0E",
        )
      : null,
  );
  const rows = message.rows.map((row) =>
    make("div", { class: row.length === 5 ? "keys stars" : "keys" }, ...row.map((one) => button(one, message, press))),
  );
  return make("article", { class: mine ? "said me" : "said bot", "data-id": message.id }, body, ...rows);
}
