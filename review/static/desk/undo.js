// Undo and redo of what the keyboard of the browser does not know: confirm, discard, restore, move, add, spread.
import { activate } from "./active.js";
import { byId, desk, field, toast, words } from "./page.js";
import { save } from "./saving.js";

const MOST = 50;
const past = [];
const future = [];
let replaying = false;

export const remember = (entry) => {
  if (replaying) return;
  past.push(entry);
  if (past.length > MOST) past.shift();
  future.length = 0;
};

// The state of a segment, set by an ordinary save, so that each step is a version of its own.
const CHANGE = { confirmed: "confirm", discarded: "discard", draft: "reopen", edited: "reopen" };
export const setState = async (id, { target, state }) => {
  const segment = byId(id);
  field(segment).value = target;
  return save(segment, CHANGE[state]);
};

const replay = async (from, to, side, told, none) => {
  if (replaying) return;
  const entry = from.pop();
  if (!entry) { toast(none); return; }
  replaying = true;
  try {
    if (await entry[side]()) { to.push(entry); toast(told); activate(byId(entry.id)); } else from.push(entry);
  } finally { replaying = false; }
};
export const undo = () => replay(past, future, "back", words.undone, words.nothingToUndo);
export const redo = () => replay(future, past, "again", words.redone, words.nothingToRedo);

export const startUndo = () => {
  desk.addEventListener("desk:saved", ({ detail: { segment, change, before, data } }) => {
    if (change === "save" || before.state === data.state) return;
    const id = segment.dataset.id;
    const after = { target: data.target, state: data.state };
    remember({ id, back: () => setState(id, before), again: () => setState(id, after) });
  });
  desk.querySelector("[data-undo]")?.addEventListener("click", undo);
};
