// Nodes, made of text alone: foreign words never become markup.
export const $ = (id) => document.getElementById(id);
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const hour = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export function link(href, attributes, ...children) {
  const url = new URL(href, location.href);
  const local = url.hostname === location.hostname || url.hostname === "127.0.0.1";
  if (local && url.pathname.startsWith("/cong"))
    return make("a", { ...attributes, href: url.pathname + url.search, target: "portal" }, ...children);
  return make("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export const words = (message) => message.segments.map((part) => part.text).join("");

// The line people know a message by: its title, below the line that says of what kind it is.
export function gist(message) {
  const [first, second] = words(message).split("\n").filter((line) => line.trim());
  return second || first;
}
