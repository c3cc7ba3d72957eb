// The desk: announcements ready to publish, and what is done with those that were.
import { make } from "./dom.js";

const EMOJI = [
  [/bão|áp thấp|biển động|cấm biển|khẩn/i, "🌀"],
  [/tàu|thuyền|bến|cảng/i, "⛴️"],
  [/điện/i, "💡"],
  [/nước/i, "💧"],
  [/tiêm|y tế|khám|bệnh|dịch/i, "🩺"],
  [/cháy|cứu nạn|cứu hộ/i, "🚒"],
  [/trường|học|tuyển sinh/i, "🎒"],
  [/rác|môi trường|san hô|bảo tồn|rùa/i, "🐢"],
  [/họp|lấy ý kiến|tiếp công dân|hội nghị|cử tri/i, "🤝"],
  [/du lịch|lễ hội|khách/i, "🏝️"],
  [/thuế|phí|hỗ trợ|trợ cấp|chi trả/i, "🧾"],
  [/đính chính/i, "✏️"],
  [/tuyển dụng|viên chức|việc làm/i, "💼"],
  [/văn bản|quyết định|nghị quyết|kế hoạch|thủ tục/i, "📄"],
];

const emoji = (text) => EMOJI.find(([words]) => words.test(text))?.[1] ?? "📢";

// `deeds`: publish(ready), putOff, withdraw and restore(article).
export function drawDesk(list, state, deeds) {
  const likeness = JSON.stringify([state.ready, state.articles]);
  if (list.dataset.likeness === likeness) return;
  list.dataset.likeness = likeness;
  const focused = document.activeElement?.dataset?.ready;
  const own = state.articles.filter((one) => one.ready === "own");
  const rows = [
    ...own.map((article) => row(article.id, "Tin tự viết", article.title, article, deeds)),
    ...state.ready.map((one) => {
      const article = state.articles.find((known) => known.ready === one.id);
      return article ? row(one.id, one.label, article.title, article, deeds) : renamed(list, one) ?? row(one.id, one.label, one.title, null, deeds);
    }),
  ];
  if (rows.length !== list.children.length || rows.some((one, at) => one !== list.children[at])) list.replaceChildren(...rows);
  if (focused) list.querySelector(`[data-ready="${CSS.escape(focused)}"]`)?.focus();
}

// A row that waits to be published keeps its button: a press while the clock jumps is not lost.
function renamed(list, { id, label, title }) {
  const button = list.querySelector(`li:not(.out) [data-ready="${CSS.escape(id)}"]`);
  const there = button?.closest("li");
  if (!there) return null;
  button.setAttribute("aria-label", `Đăng: ${title}`);
  there.querySelector("small").textContent = label;
  there.querySelector("b").textContent = title;
  return there;
}

function row(key, label, title, article, deeds) {
  return make(
    "li",
    { class: article ? "out" : "" },
    make("span", { class: "emoji", "aria-hidden": "true" }, emoji(`${label} ${title}`)),
    make("div", {}, make("small", {}, label), make("b", {}, title)),
    make("p", { class: "deeds" }, ...(article ? after(article, deeds) : [deed(key, "Đăng", `Đăng: ${title}`, () => deeds.publish(key))])),
  );
}

function after(article, { putOff, withdraw, restore }) {
  const again = (text, does) => deed(`${text}-${article.id}`, text, `${text}: ${article.title}`, () => does(article.id), "mend");
  if (article.gone) return [make("span", { class: "gone" }, "Đã gỡ"), again("Đăng lại", restore)];
  return [make("span", { class: "done" }, "Đã đăng"), article.hours ? again("Lùi 1 giờ", putOff) : null, again("Gỡ bài", withdraw)].filter(Boolean);
}

function deed(key, text, label, does, kind = "") {
  return make(
    "button",
    {
      type: "button",
      class: kind,
      "data-ready": key,
      "aria-label": label,
      onclick: async ({ currentTarget }) => {
        currentTarget.disabled = true;
        await does();
        currentTarget.disabled = false;
      },
    },
    text,
  );
}
