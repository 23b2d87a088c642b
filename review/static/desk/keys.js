// The keyboard. By the letter that is printed on the key (AZERTY or not), and never on AltGr, which Windows reports
// as Ctrl + Alt and which French keyboards need for @ # { [.
import { activate, nextBlocked, nextOpen, step } from "./active.js";
import { confirm, copySource } from "./acts.js";
import { insert } from "./checks.js";
import { toggleHistory } from "./history.js";
import { editable, field, state } from "./page.js";
import { addAfter, drawing, isDrawing, move } from "./placing.js";
import { setText } from "./saving.js";
import { spread } from "./spreading.js";
import { redo, undo } from "./undo.js";
import { showKeys, toggleChanges, toggleFrench, togglePreview } from "./views.js";

const NBSP = "\u00a0";
const go = (segment) => { if (segment) activate(segment); };

const CONTROL = {
  enter: (event) => editable && confirm(state.active, event.shiftKey ? nextOpen : (s) => step(s, 1)),
  arrowdown: () => go(step(state.active, 1)),
  arrowup: () => go(step(state.active, -1)),
  i: () => editable && copySource(state.active),
};
const ALT = {
  c: () => go(nextBlocked()),
  v: () => toggleHistory(state.active),
  m: toggleChanges,
  l: toggleFrench,
  p: togglePreview,
  z: (event) => editable && (event.shiftKey ? redo() : undo()),
  r: () => editable && spread(),
  n: () => editable && addAfter(state.active),
  d: () => editable && drawing(!isDrawing()),
  arrowup: () => editable && move(state.active, "up"),
  arrowdown: () => editable && move(state.active, "down"),
  "?": showKeys,
};

const revert = () => {
  if (isDrawing()) { drawing(false); return; }
  if (editable && document.activeElement === field(state.active)) setText(state.active, field(state.active).dataset.saved);
};

const meaning = (event) => {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (event.getModifierState("AltGraph") || (control && event.altKey)) return null;
  if (control && event.shiftKey && event.code === "Space") return editable ? () => insert(field(state.active), NBSP) : null;
  if (control) return event.shiftKey && key !== "enter" ? null : CONTROL[key]; // Ctrl + Shift + I is the browser's
  if (event.altKey) return ALT[key];
  if (key === "escape") return revert;
  return key === "?" && !event.target.matches("input, textarea, select") ? showKeys : null;
};

export const startKeys = () => {
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("dialog[open]");
    if (!state.active || (open && !(open.id === "preview" && event.altKey))) return;
    const act = meaning(event);
    if (!act) return;
    if (event.key !== "Escape" || isDrawing() || document.activeElement?.matches(".seg__target")) event.preventDefault();
    act(event);
  });
};
