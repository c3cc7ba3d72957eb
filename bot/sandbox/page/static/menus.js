// The small menus above the phone: another phone, the clock, what may go wrong.
import { $ } from "./dom.js";

const MENUS = ["adds", "times", "faults"];

// `does`: fault(name, said, body), portal(name), time(to), add(messenger). A button's data says which one it is for.
export function menus(does) {
  for (const button of document.querySelectorAll(".sheet button"))
    button.addEventListener("click", () => {
      for (const menu of MENUS) $(menu).open = false;
      const { fault, said, kind, portal, time, add } = button.dataset;
      if (fault) does.fault(fault, said, { seconds: Number(button.dataset.seconds ?? 10), kind });
      if (portal) does.portal(portal);
      if (time) does.time(time);
      if (add) does.add(add);
    });
  document.addEventListener("click", (event) => {
    for (const menu of MENUS) if (!$(menu).contains(event.target)) $(menu).open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of MENUS) $(menu).open = false;
  });
}

// Only what can happen now is offered: to this kind of phone, and to a portal that is open or closed.
export function drawTroubles(mine, closed) {
  for (const button of document.querySelectorAll("[data-for]")) {
    const { fault, portal } = button.dataset;
    const fits = button.dataset.for.split(" ").includes(mine.kind);
    const now = fault === "block" ? !mine.blocked : fault === "unblock" ? mine.blocked : portal ? (portal === "open") === closed : true;
    button.hidden = !(fits && now);
  }
}
