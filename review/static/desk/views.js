// Other ways to look at the same work: changes against the draft, the French alone, the delivered page, the keys.
import { byId, desk, editable, field, grow, make, segments, state, toast, words } from "./page.js";
import { saveAll } from "./saving.js";

const button = (name) => desk.querySelector(`[data-view="${name}"]`);
const press = (name) => {
  const on = button(name).getAttribute("aria-pressed") !== "true";
  button(name).setAttribute("aria-pressed", String(on));
  return on;
};

const part = ([act, text]) => {
  if (act === "same") return text;
  const said = make("span", { class: "fr-sr-only" }, `${act === "added" ? words.added_ : words.removed_} `);
  return make(act === "added" ? "ins" : "del", {}, said, text);
};

const showChanges = async () => {
  const answer = await fetch(desk.dataset.changed, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  for (const segment of segments()) {
    const line = segment.querySelector("[data-changes]");
    const parts = found[segment.dataset.id];
    line.hidden = !parts;
    line.replaceChildren(...(parts ?? []).map(part));
  }
  if (Object.keys(found).length === 0) toast(words.unchanged);
};

export const toggleChanges = async () => {
  if (press("changes")) { await saveAll(); await showChanges(); return; }
  for (const line of desk.querySelectorAll("[data-changes]")) line.hidden = true;
};

export const toggleFrench = () => {
  desk.classList.toggle("desk--french", press("french"));
  for (const segment of segments()) grow(field(segment));
  state.active?.scrollIntoView({ block: "center" });
};

const previewWindow = document.querySelector("#preview");
export const togglePreview = async () => {
  if (previewWindow.open) { previewWindow.close(); return; }
  if (editable) await saveAll();
  const view = previewWindow.querySelector("iframe");
  // A new frame each time: the page as it is now, at the page of the active segment.
  const fresh = view.cloneNode();
  fresh.src = `${view.dataset.preview}?${Date.now()}#page-${state.active?.dataset.page ?? 1}`;
  view.replaceWith(fresh);
  previewWindow.showModal();
};

export const showKeys = () => { document.querySelector("#keys").showModal(); };

const VIEWS = { changes: toggleChanges, french: toggleFrench, preview: togglePreview, keys: showKeys };
export const startViews = () => {
  for (const [name, act] of Object.entries(VIEWS)) button(name).addEventListener("click", act);
  for (const close of document.querySelectorAll("[data-close]")) {
    close.addEventListener("click", () => close.closest("dialog").close());
  }
  desk.addEventListener("desk:saved", ({ detail: { segment } }) => {
    if (button("changes").getAttribute("aria-pressed") === "true" && byId(segment.dataset.id)) showChanges();
  });
};
