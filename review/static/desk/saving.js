// Saving: by itself after a pause, one save at a time for a segment, each with the version that it was made from.
import { showChecks } from "./checks.js";
import { forget, keep, kept } from "./keeping.js";
import { desk, field, fill, grow, make, say, segments, tell, words } from "./page.js";
import { askToSignIn, inform, post, unrefuse } from "./talking.js";

const PAUSE = 1200;
const RETRY = 4000;
const timers = new Map();
const underWay = new Map();
export const unsaved = new Set();

export const save = (segment, change = "save") => {
  clearTimeout(timers.get(segment));
  timers.delete(segment);
  const before = underWay.get(segment) ?? Promise.resolve();
  const run = before.then(() => send(segment, change));
  underWay.set(segment, run);
  run.finally(() => { if (underWay.get(segment) === run) underWay.delete(segment); });
  return run;
};
export const saveAll = async () => (await Promise.all([...unsaved].map((s) => save(s)))).every(Boolean);

const send = async (segment, change) => {
  const area = field(segment);
  const text = area.value;
  const before = { target: area.dataset.saved, state: segment.dataset.state };
  if (change === "save" && text === area.dataset.saved) { unsaved.delete(segment); forget(segment); return true; }
  tell(words.saving);
  let result;
  try {
    result = await post(segment.dataset.address, { target: text, version: segment.dataset.version, change });
  } catch {
    return later(segment, text);
  }
  if (result.status === 200) {
    accept(segment, result.data, text);
    desk.dispatchEvent(new CustomEvent("desk:saved", { detail: { segment, change, before, data: result.data } }));
    return true;
  }
  return refused(segment, text, result);
};

// The text stays on screen and in the tab. An act (confirm, discard) is not sent again by itself: the person may have
// gone on meanwhile.
const later = (segment, text) => {
  if (text === field(segment).dataset.saved) { tell(""); say(segment, words.notDone); return false; }
  tell(words.offline);
  hold(segment, text);
  timers.set(segment, setTimeout(() => save(segment), RETRY));
  return false;
};
const hold = (segment, text) => { if (text !== field(segment).dataset.saved) { unsaved.add(segment); keep(segment, text); } };

const refused = (segment, text, { status, data }) => {
  if (status >= 500 || status === 429) return later(segment, text);
  tell("");
  hold(segment, text);
  if (status === 401) askToSignIn(saveAll);
  else if (data.code === "stale_segment") showBoth(segment, data);
  else say(segment, data.detail ?? data.title ?? String(status));
  return false;
};

export const accept = (segment, data, sent) => {
  const area = field(segment);
  segment.dataset.version = data.version;
  segment.dataset.state = data.state;
  segment.className = segment.className.replace(/seg--(draft|edited|confirmed|discarded)/, `seg--${data.state}`);
  for (const input of segment.querySelectorAll('input[name="version"]')) input.value = data.version;
  area.dataset.saved = data.target;
  if (area.value === sent || area.value.trim() === data.target) {
    area.value === data.target || document.activeElement === area || (area.value = data.target);
    unsaved.delete(segment);
    forget(segment);
  }
  say(segment, "");
  showChecks(segment, data.findings);
  if (data.progress) showProgress(data.progress);
  tell(unsaved.size ? words.saving : words.saved);
};

export const showProgress = (progress) => {
  const bar = desk.querySelector("[data-bar]");
  bar.max = progress.segments || 1;
  bar.value = progress.settled;
  desk.querySelector("[data-percent]").textContent = `${progress.percent} %`;
  const left = desk.querySelector("[data-next-left]");
  left.textContent = progress.left;
  left.classList.toggle("desk__left--blocking", progress.blocking > 0);
  // One main act: confirming, until there is nothing left to confirm; then handing on.
  desk.querySelector("[data-last] .fr-btn")?.classList.toggle("fr-btn--secondary", !progress.done);
  if (progress.done) unrefuse();
};

// Somebody saved first: both texts are shown, nothing is overwritten.
export const showBoth = (segment, { detail, mine, theirs, version }) => {
  const box = segment.querySelector("[data-stale]");
  const choose = (label, text) => {
    const button = make("button", { type: "button", class: "fr-btn fr-btn--sm fr-btn--secondary" }, label);
    button.addEventListener("click", () => {
      segment.dataset.version = version;
      field(segment).value = text;
      field(segment).dataset.saved = theirs;
      box.hidden = true;
      grow(field(segment));
      if (text === theirs) { unsaved.delete(segment); forget(segment); }
      save(segment, "save");
    });
    return button;
  };
  box.replaceChildren(
    make("p", { class: "stale__why", role: "alert" }, detail),
    make("div", { class: "stale__texts" },
      make("div", {}, make("strong", {}, words.mine), make("p", { lang: "fr" }, mine), choose(words.keepMine, mine)),
      make("div", {}, make("strong", {}, words.theirs), make("p", { lang: "fr" }, theirs), choose(words.keepTheirs, theirs))),
  );
  box.hidden = false;
};

export const changed = (segment) => {
  const area = field(segment);
  grow(area);
  clearTimeout(timers.get(segment));
  timers.delete(segment);
  // A save may be under way: what it brings back is not what is on screen any more.
  if (area.value === area.dataset.saved && !underWay.has(segment)) { unsaved.delete(segment); forget(segment); return; }
  unsaved.add(segment);
  keep(segment, area.value);
  tell("");
  timers.set(segment, setTimeout(() => save(segment), PAUSE));
};

export const setText = (segment, text) => { field(segment).value = text; changed(segment); };

// What a lost session, a crash or a reload left in this tab.
const recover = () => {
  let count = 0;
  for (const segment of segments()) {
    const found = kept(segment);
    if (found === null || found.text === field(segment).value) { forget(segment); continue; }
    if (found.version === segment.dataset.version) { setText(segment, found.text); save(segment); count += 1; continue; }
    unsaved.add(segment);
    showBoth(segment, { detail: "", mine: found.text, theirs: field(segment).dataset.saved, version: segment.dataset.version });
  }
  if (count) inform(fill(words.found, { count }));
};

export const startSaving = () => {
  desk.addEventListener("input", (event) => { if (event.target.matches(".seg__target")) changed(event.target.closest("[data-seg]")); });
  desk.addEventListener("focusout", (event) => {
    const segment = event.target.matches(".seg__target") ? event.target.closest("[data-seg]") : null;
    if (segment && timers.has(segment)) save(segment);
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) for (const s of unsaved) if (timers.has(s)) save(s); });
  recover();
};
