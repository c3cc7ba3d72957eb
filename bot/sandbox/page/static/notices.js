// What comes and goes over the chat: the toast that answers a press, the banner of a new message.
import { $, make, words } from "./dom.js";

let toastEnds = 0;

export function showToast(text) {
  const node = $("toast");
  node.textContent = text;
  node.classList.add("up");
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => node.classList.remove("up"), 3200);
}

let bannerEnds = 0;

export function showBanner(message) {
  const [head, ...rest] = words(message).split("\n").filter((line) => line.trim());
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
