// The acts on a segment, by mouse: its buttons, its fixes, the checks that are set aside.
import { activate, nextLeft, step } from "./active.js";
import { applyFix } from "./checks.js";
import { toggleHistory } from "./history.js";
import { desk, editable, field, fill, number, say, state, toast, words } from "./page.js";
import { addAfter, move } from "./placing.js";
import { accept, save, setText, showBoth } from "./saving.js";
import { post } from "./talking.js";
import { undo } from "./undo.js";

// ``then`` names the segment to go to; nobody is taken from where they have gone meanwhile.
export const confirm = async (segment, then) => {
  const target = then(segment);
  if ((await save(segment, "confirm")) && target && state.active === segment) activate(target);
};

export const copySource = (segment) => { setText(segment, segment.dataset.source); };

const discard = async (segment) => {
  if (!(await save(segment, "discard"))) return;
  toast(fill(words.discarded, { n: number(segment) }), [words.undo, undo]);
};

const SUBMITS = { confirm: (s) => confirm(s, (each) => step(each, 1)), discard };
const CLICKS = { source: copySource, add: addAfter, history: toggleHistory };

const submitted = async (event) => {
  const form = event.target;
  const segment = form.closest("[data-seg]");
  if (!segment || form.matches("[data-restore]")) return;
  event.preventDefault();
  if (form.matches("[data-waive]")) { await waive(segment, form); return; }
  const { act, move: to } = event.submitter?.dataset ?? {};
  if (to) await move(segment, to);
  else await (SUBMITS[act] ?? ((s) => save(s, act ?? "save")))(segment);
};

const waive = async (segment, form) => {
  if (!(await save(segment))) return;
  const data = new FormData(form);
  const values = { index: data.get("index"), reason: data.get("reason"), version: segment.dataset.version };
  const result = await post(form.action, values).catch(() => ({ status: 0, data: { detail: words.offline } }));
  if (result.status === 200) accept(segment, result.data, field(segment).value);
  else if (result.data.code === "stale_segment") showBoth(segment, result.data);
  else say(segment, result.data.detail ?? String(result.status));
};

const clicked = (event) => {
  const segment = event.target.closest("[data-seg]");
  if (!segment) return;
  const control = event.target.closest("button, a, summary, input");
  if (!control && state.active !== segment) activate(segment);
  const act = CLICKS[control?.dataset.act];
  if (act) { event.preventDefault(); act(segment); }
  if (editable && control?.matches("[data-fix]")) fixed(segment, control.dataset);
};

// Said after the save, which clears what was said before.
const fixed = async (segment, finding) => {
  const asked = applyFix(segment, finding);
  if ((await save(segment)) && asked) say(segment, asked);
};

export const startActs = () => {
  desk.addEventListener("submit", submitted);
  desk.addEventListener("click", clicked);
  desk.addEventListener("focusin", (event) => {
    const segment = event.target.closest("[data-seg]");
    if (segment) activate(segment, false);
  });
  desk.querySelector("[data-next-left]").addEventListener("click", () => { const target = nextLeft(); if (target) activate(target); });
};
