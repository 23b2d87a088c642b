// What the reading missed: drawn on the scan or added after a segment; and the order of passages.
import { activate } from "./active.js";
import { byId, desk, editable, field, fill, grow, number, renumber, say, segments, state, toast, words } from "./page.js";
import { save, setText, showProgress } from "./saving.js";
import { clear, frame, pointOn, rectangle, scan } from "./scan.js";
import { post } from "./talking.js";
import { remember, setState } from "./undo.js";

const SMALLEST = 4;
const dialog = document.querySelector("#addition");
const form = dialog?.querySelector("[data-addition]");
const drawButton = scan.querySelector("[data-draw]");

const place = (segment, data) => {
  const before = data.after ? byId(data.after) : null;
  const heading = desk.querySelector(`[data-heading="${data.page}"]`);
  // The first of a page comes after its heading, even where the segment before it is on the page before.
  if (before && before.dataset.page === String(data.page)) before.after(segment); else heading.after(segment);
  renumber();
  showProgress(data.progress);
};

export const move = async (segment, to) => {
  if (!editable || !(await save(segment))) return false;
  // With the place that is seen: a step whose answer was lost is not made twice.
  const seen = segments()[segments().indexOf(segment) - 1]?.dataset.id ?? "";
  const result = await post(`${segment.dataset.address}/place`, { to, seen_after: seen }).catch(() => null);
  if (result?.status !== 200) { say(segment, result?.data.detail ?? words.offline); return false; }
  if (result.data.after && !byId(result.data.after)) { say(segment, words.otherOrder); return false; }
  place(segment, result.data);
  activate(segment);
  toast(fill(words.moved, { n: number(segment) }));
  const id = segment.dataset.id;
  const other = to === "up" ? "down" : "up";
  remember({ id, back: () => move(byId(id), other), again: () => move(byId(id), to) });
  return true;
};

const preview = () => {
  const kind = form.elements.kind.value;
  const text = form.elements.text.value.trim();
  const shown = kind === "text" ? text : text ? `[${words[kind]}\u00a0: ${text}]` : `[${words[kind]}]`;
  form.querySelector("[data-mark]").textContent = shown || "—";
};

// A random identifier (RFC 9562, version 4); crypto.randomUUID is missing where the site is not served over HTTPS.
const randomId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

// One key for each opening: what is sent again after a lost answer is the same addition.
const open = (values, told) => {
  form.reset();
  form.elements.key.value = randomId();
  sent = "";
  for (const name of ["page", "x0", "y0", "x1", "y1", "after"]) form.elements[name].value = values[name] ?? "";
  form.querySelector("[data-place]").textContent = told;
  form.querySelector("[data-refused]").textContent = "";
  preview();
  dialog.showModal();
  form.elements.kind.focus();
};

export const addAfter = (segment) => {
  if (dialog && segment) open({ after: segment.dataset.id, page: segment.dataset.page }, fill(words.afterThis, { n: number(segment) }));
};

// What the first try said whose answer was lost.
let sent = "";
const add = async () => {
  const button = form.querySelector(".fr-btn");
  button.disabled = true;
  const values = Object.fromEntries(new FormData(form));
  delete values.csrf_token;
  const shown = form.querySelector("[data-mark]").textContent;
  const result = await post(desk.dataset.adding, values).catch(() => null);
  button.disabled = false;
  if (!result) sent ||= shown;
  if (result?.status !== 200) { form.querySelector("[data-refused]").textContent = result?.data.detail ?? words.offline; return; }
  const holder = document.createElement("template");
  holder.innerHTML = result.data.row;
  const segment = holder.content.querySelector("[data-seg]");
  place(segment, result.data);
  // What was changed in the window after a first try that did arrive is the later wish.
  const wanted = form.querySelector("[data-mark]").textContent;
  if (sent && sent !== wanted) setText(segment, wanted);
  sent = "";
  dialog.close();
  grow(field(segment));
  activate(segment);
  toast(fill(words.added, { n: number(segment) }));
  const { id } = segment.dataset;
  const target = field(segment).value;
  remember({ id, back: () => setState(id, { target: field(byId(id)).value, state: "discarded" }), again: () => setState(id, { target, state: "edited" }) });
};

// ---- Drawing -------------------------------------------------------------------------------------------------------
let drawn = null;

export const drawing = (on) => {
  if (!drawButton) return;
  scan.classList.toggle("scan--drawing", on);
  drawButton.setAttribute("aria-pressed", String(on));
  drawn = null;
  if (on) toast(words.draw); else if (state.active) frame(state.active);
};
export const isDrawing = () => scan.classList.contains("scan--drawing");

const startDrawing = () => {
  drawButton.addEventListener("click", () => drawing(!isDrawing()));
  scan.addEventListener("pointerdown", (event) => {
    const page = event.target.closest(".scan__turn")?.closest("[data-scan-page]");
    if (!isDrawing() || !page || event.button !== 0) return;
    event.preventDefault();
    clear();
    const from = pointOn(page, event);
    drawn = { page, from, to: from, rect: rectangle(page.querySelector("[data-frame]"), [...from, ...from], "drawn") };
    scan.setPointerCapture(event.pointerId);
  });
  scan.addEventListener("pointermove", (event) => {
    if (!drawn) return;
    drawn.to = pointOn(drawn.page, event);
    drawn.rect.remove();
    drawn.rect = rectangle(drawn.page.querySelector("[data-frame]"), box(drawn), "drawn");
  });
  scan.addEventListener("pointerup", () => {
    if (!drawn) return;
    const { page } = drawn;
    const [x0, y0, x1, y1] = box(drawn);
    drawn = null;
    if (x1 - x0 < SMALLEST || y1 - y0 < SMALLEST) return;
    scan.classList.remove("scan--drawing");
    drawButton.setAttribute("aria-pressed", "false");
    open({ page: page.dataset.scanPage, x0, y0, x1, y1 }, fill(words.onPage, { page: page.dataset.scanPage }));
  });
};
const box = ({ from, to }) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];

export const startPlacing = () => {
  if (!dialog) return;
  form.addEventListener("input", preview);
  form.addEventListener("submit", (event) => { event.preventDefault(); add(); });
  dialog.addEventListener("close", () => { if (state.active) { frame(state.active); field(state.active).focus({ preventScroll: true }); } });
  startDrawing();
};
