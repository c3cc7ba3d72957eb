// Whose phone is in the hand, and in a group: in whose name one writes and presses.
import { make } from "./dom.js";

const ZALO = { zalo: "Zalo", oa: "OA" };
const SIGNS = { telegram: null, group: "👥 ", forum: "🗂 ", staff: "🎧 " };

function name(one) {
  return one.kind in ZALO ? [one.name, make("em", { class: "zalo" }, ZALO[one.kind])] : [SIGNS[one.kind], one.name];
}

export function drawChips(box, phones, current, seen, choose) {
  const likeness = JSON.stringify([phones, current, ...phones.map((one) => seen.get(one.id))]);
  if (box.dataset.likeness === likeness) return;
  box.dataset.likeness = likeness;
  const focused = document.activeElement?.dataset?.chip;
  const chips = phones.map((one) => {
    const fresh = one.id !== current && one.newest > (seen.get(one.id) ?? 0);
    return make(
      "button",
      { type: "button", "data-chip": one.id, "aria-pressed": String(one.id === current), onclick: () => choose(one.id) },
      ...name(one),
      one.blocked && one.kind !== "oa" ? " 🚫" : null,
      fresh ? make("i", { class: "dot", role: "img", "aria-label": "có tin mới" }) : null,
    );
  });
  box.replaceChildren(...chips);
  chips.find((chip) => chip.ariaPressed === "true")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (focused) box.querySelector(`[data-chip="${CSS.escape(focused)}"]`)?.focus();
}

// The topics of a forum: each is a chat of its own in the same group.
export function drawTopics(box, topics, current, seen, choose) {
  const likeness = JSON.stringify([topics, current, ...topics.map((one) => seen.get(one.id))]);
  if (box.dataset.likeness === likeness) return;
  box.dataset.likeness = likeness;
  box.hidden = !topics.length;
  box.replaceChildren(
    make("span", {}, "Chủ đề:"),
    ...topics.map((one) =>
      make(
        "button",
        { type: "button", "aria-pressed": String(one.id === current), onclick: () => choose(one.id) },
        one.name,
        one.id !== current && one.newest > (seen.get(one.id) ?? 0) ? make("i", { class: "dot", role: "img", "aria-label": "có tin mới" }) : null,
      ),
    ),
  );
}

export function drawMembers(box, members, by, act) {
  const likeness = JSON.stringify([members, by]);
  if (box.dataset.likeness === likeness) return;
  box.dataset.likeness = likeness;
  box.hidden = !members.length;
  box.replaceChildren(
    make("span", {}, "Tên:"),
    ...members.map((one) =>
      make(
        "button",
        { type: "button", "aria-pressed": String(one.id === by), title: one.boss ? "quản trị nhóm" : null, onclick: () => act(one.id) },
        one.name,
        one.boss ? " ★" : null,
      ),
    ),
  );
}
