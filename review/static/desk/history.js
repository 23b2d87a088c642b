// The earlier texts of a segment, under it; one of them can be taken back as a new version.
import { activate } from "./active.js";
import { field, say, words } from "./page.js";
import { save, setText } from "./saving.js";
import { remember, setState } from "./undo.js";

export const toggleHistory = async (segment) => {
  const box = segment.querySelector("[data-history]");
  if (!box.hidden) { close(box); return; }
  if (!(await save(segment))) return;
  try {
    const answer = await fetch(`${segment.dataset.address}/historique`, { headers: { "X-Fragment": "true" }, redirect: "error" });
    if (!answer.ok) throw new TypeError(String(answer.status));
    box.innerHTML = await answer.text();
  } catch { say(segment, words.offline); return; }
  for (const form of box.querySelectorAll("[data-restore]")) {
    form.addEventListener("submit", (event) => { event.preventDefault(); restore(segment, form.elements.target.value); });
  }
  box.hidden = false;
  (box.querySelector("button") ?? field(segment)).focus();
};

const close = (box) => { box.hidden = true; box.replaceChildren(); };

const restore = async (segment, text) => {
  const { id } = segment.dataset;
  const before = { target: field(segment).dataset.saved, state: segment.dataset.state };
  setText(segment, text);
  close(segment.querySelector("[data-history]"));
  activate(segment);
  if (!(await save(segment))) return;
  const after = { target: field(segment).dataset.saved, state: segment.dataset.state };
  remember({ id, back: () => setState(id, before), again: () => setState(id, after) });
};
