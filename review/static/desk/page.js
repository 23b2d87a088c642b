// What every part of the editor shares: the desk, its words, its segments, and which of them is active.
export const desk = document.querySelector("[data-desk]");
export const words = JSON.parse(desk.dataset.words);
export const editable = Boolean(desk.dataset.editable);
export const state = { active: null };

export const segments = () => [...desk.querySelectorAll("[data-seg]")];
export const byId = (id) => desk.querySelector(`[data-seg][data-id="${id}"]`);
export const field = (segment) => segment.querySelector(".seg__target");
export const settled = (segment) => ["confirmed", "discarded"].includes(segment.dataset.state);
export const boxes = (segment) => JSON.parse(segment.dataset.boxes);
export const number = (segment) => segments().indexOf(segment) + 1;

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
export const grow = (area) => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
// Gliding, except for who asked their system for less movement.
export const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
export const tell = (text) => { desk.querySelector("[data-save-state]").textContent = text; };
export const say = (segment, text) => { segment.querySelector("[data-said]").textContent = text; };

export const make = (tag, attributes, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

// A menu closes as menus do: by Escape, or by a click elsewhere.
export const startMenus = () => {
  const open = () => desk.querySelector(".desk__menu[open]");
  document.addEventListener("click", (event) => { const menu = open(); if (menu && !menu.contains(event.target)) menu.open = false; });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && open();
    if (!menu) return;
    event.stopImmediatePropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  }, { capture: true });
};

// After a passage was added or moved: the numbers in the margin and in the names of the fields.
export const renumber = () => {
  segments().forEach((segment, at) => {
    segment.id = `s${at}`;
    segment.querySelector(".seg__number").textContent = at + 1;
    field(segment).setAttribute("aria-label", fill(words.field, { n: at + 1 }));
  });
};

// One line at the foot of the segments: what just happened, and what can be done about it.
let fading;
export const untoast = () => { desk.querySelector("[data-toast]").hidden = true; };
export const toast = (text, ...acts) => {
  const bar = desk.querySelector("[data-toast]");
  const close = make("button", { type: "button", class: "toast__act" }, words.dismiss);
  close.addEventListener("click", () => { bar.hidden = true; });
  bar.replaceChildren(make("span", {}, text), ...acts.map(([label, act]) => {
    const button = make("button", { type: "button", class: "toast__act" }, label);
    button.addEventListener("click", () => { bar.hidden = true; act(); });
    return button;
  }), close);
  bar.hidden = false;
  clearTimeout(fading);
  if (acts.length === 0) fading = setTimeout(() => { bar.hidden = true; }, 6000);
};
