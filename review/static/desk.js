// The editor: autosave with versions, keyboard, frame on the scan. Without it every segment is an ordinary form.
const desk = document.querySelector("[data-desk]");
const words = desk.dataset;
const editable = Boolean(words.editable);
const segments = [...desk.querySelectorAll("[data-seg]")];
const csrf = document.querySelector('meta[name="csrf-token"]').content;
const NBSP = "\u00a0";
const PAUSE = 1200;
const RETRY = 4000;
let active = null;

const field = (segment) => segment.querySelector(".seg__target");
const settled = (segment) => ["confirmed", "discarded"].includes(segment.dataset.state);
const grow = (area) => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };

// ---- The scan follows the active segment -------------------------------------------------------------------------
const scan = desk.querySelector("[data-scan]");
const SVG = "http://www.w3.org/2000/svg";

const frame = (segment) => {
  for (const group of scan.querySelectorAll("[data-frame]")) group.replaceChildren();
  const page = scan.querySelector(`[data-scan-page="${segment.dataset.page}"]`);
  if (!page) return;
  const group = page.querySelector("[data-frame]");
  const boxes = JSON.parse(segment.dataset.boxes);
  for (const [x0, y0, x1, y1] of boxes) {
    const rect = document.createElementNS(SVG, "rect");
    const values = { x: x0 - 2, y: y0 - 2, width: x1 - x0 + 4, height: y1 - y0 + 4, rx: 2 };
    for (const [name, value] of Object.entries(values)) rect.setAttribute(name, value);
    group.append(rect);
  }
  if (boxes.length === 0) return;
  const picture = page.querySelector("img");
  const scale = picture.clientHeight / Number(picture.getAttribute("height"));
  const top = page.offsetTop + boxes[0][1] * scale;
  const bottom = page.offsetTop + boxes.at(-1)[3] * scale;
  const seen = top >= scan.scrollTop + 40 && bottom <= scan.scrollTop + scan.clientHeight - 20;
  if (!seen) scan.scrollTo({ top: Math.max(0, top - scan.clientHeight / 3), behavior: "smooth" });
  for (const link of desk.querySelectorAll("[data-goto]")) {
    if (link.dataset.goto === segment.dataset.page) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

let zoom = 100;
scan.addEventListener("click", (event) => {
  const act = event.target.closest("[data-zoom]")?.dataset.zoom;
  if (!act) return;
  zoom = act === "fit" ? 100 : Math.min(300, Math.max(50, zoom + (act === "in" ? 25 : -25)));
  for (const page of scan.querySelectorAll("[data-scan-page]")) page.style.width = `${zoom}%`;
  if (active) frame(active);
});
// A click on the scan opens the segment that was clicked.
scan.addEventListener("click", (event) => {
  const page = event.target.closest("[data-scan-page]");
  if (!page || event.target.closest("[data-zoom]")) return;
  const picture = page.querySelector("img").getBoundingClientRect();
  const svg = page.querySelector("svg").viewBox.baseVal;
  const x = ((event.clientX - picture.left) / picture.width) * svg.width;
  const y = ((event.clientY - picture.top) / picture.height) * svg.height;
  const hit = segments.find((s) => s.dataset.page === page.dataset.scanPage && JSON.parse(s.dataset.boxes).some(([x0, y0, x1, y1]) => x >= x0 - 2 && x <= x1 + 2 && y >= y0 - 2 && y <= y1 + 2));
  if (hit) activate(hit);
});
for (const link of desk.querySelectorAll("[data-goto]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const page = scan.querySelector(`[data-scan-page="${link.dataset.goto}"]`);
    scan.scrollTo({ top: page.offsetTop - 8, behavior: "smooth" });
    const first = segments.find((s) => s.dataset.page === link.dataset.goto);
    first?.scrollIntoView({ block: "start", behavior: "smooth" });
  });
}

const activate = (segment, focus = true) => {
  if (active === segment) return;
  active?.classList.remove("seg--active");
  active = segment;
  segment.classList.add("seg--active");
  grow(field(segment));
  frame(segment);
  if (focus) field(segment).focus({ preventScroll: true });
  segment.scrollIntoView({ block: "nearest", behavior: "smooth" });
};

// ---- Saving --------------------------------------------------------------------------------------------------------
const state = desk.querySelector("[data-save-state]");
const timers = new Map();
const underWay = new Map();
const unsaved = new Set();

const keep = (segment) => {
  try { localStorage.setItem(`seg:${segment.dataset.id}:${segment.dataset.version}`, field(segment).value); } catch { /* a full or forbidden store costs only this net */ }
};
const forget = (segment, version) => { try { localStorage.removeItem(`seg:${segment.dataset.id}:${version}`); } catch { /* as above */ } };

const tell = (text) => { state.textContent = text; };
const say = (segment, text) => { segment.querySelector("[data-said]").textContent = text; };

const post = async (address, values) => {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": csrf },
    body: new URLSearchParams({ csrf_token: csrf, ...values }),
  });
  let data = {};
  try { data = await answer.json(); } catch { /* an error page: the status says enough */ }
  return { status: answer.status, data };
};

// One save at a time for a segment: the next one waits for the version that the first brings.
const save = (segment, change = "save") => {
  clearTimeout(timers.get(segment));
  timers.delete(segment);
  const before = underWay.get(segment) ?? Promise.resolve();
  const run = before.then(() => send(segment, change));
  underWay.set(segment, run);
  return run;
};

const send = async (segment, change) => {
  const area = field(segment);
  const text = area.value;
  if (change === "save" && text === area.dataset.saved) { unsaved.delete(segment); return true; }
  tell(words.saving);
  let result;
  try {
    result = await post(segment.dataset.address, { target: text, version: segment.dataset.version, change });
  } catch {
    tell(words.offline);
    unsaved.add(segment);
    keep(segment);
    timers.set(segment, setTimeout(() => save(segment, change), RETRY));
    return false;
  }
  if (result.status === 200) {
    forget(segment, segment.dataset.version);
    accept(segment, result.data, text);
    return true;
  }
  tell("");
  unsaved.add(segment);
  if (result.data.code === "stale_segment") showBoth(segment, result.data);
  else say(segment, result.data.detail ?? result.data.title ?? String(result.status));
  return false;
};

const accept = (segment, data, sent) => {
  const area = field(segment);
  segment.dataset.version = data.version;
  segment.dataset.state = data.state;
  segment.className = segment.className.replace(/seg--(draft|edited|confirmed|discarded)/, `seg--${data.state}`);
  for (const input of segment.querySelectorAll('input[name="version"]')) input.value = data.version;
  area.dataset.saved = data.target;
  if (area.value === sent && area.value !== data.target && document.activeElement !== area) area.value = data.target;
  if (area.value.trim() === data.target) unsaved.delete(segment);
  segment.querySelector("[data-stale]").hidden = true;
  say(segment, "");
  showChecks(segment, data.findings);
  showProgress(data.progress);
  tell(words.saved);
};

const showProgress = ({ segments: all, settled: done, percent, blocking }) => {
  desk.querySelector("[data-bar]").value = done;
  desk.querySelector("[data-percent]").textContent = `${percent}${NBSP}%`;
  const left = desk.querySelector("[data-next-left]");
  left.textContent = done === all && blocking === 0 ? words.done : words.left.replace("{confirm}", all - done).replace("{blocking}", blocking);
};

const make = (tag, options = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "class") element.className = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

const showChecks = (segment, findings) => {
  const rows = findings.map((finding) => {
    const kind = finding.blocking ? " check--blocking" : finding.waived ? " check--waived" : "";
    const row = make("li", { class: `check${kind}` }, make("span", { class: "check__text" }, finding.text));
    if (finding.waived) row.append(make("span", { class: "check__waived" }, words.waived.replace("{reason}", finding.waived)));
    if (finding.blocking && editable) {
      if (finding.fix) row.append(make("button", { type: "button", class: "check__fix", "data-fix": finding.fix }, words.insert.replace("{fix}", finding.fix)));
      const reason = make("input", { class: "fr-input", name: "reason", required: "", maxlength: "300", placeholder: words.reason, "aria-label": words.reason });
      const form = make("form", { method: "post", action: `${segment.dataset.address}/controles`, "data-waive": "" },
        make("input", { type: "hidden", name: "index", value: finding.index }), reason,
        make("button", { class: "fr-btn fr-btn--sm fr-btn--secondary" }, words.waiveThis));
      row.append(make("details", { class: "check__waive" }, make("summary", {}, words.waive), form));
    }
    return row;
  });
  segment.querySelector("[data-checks]").replaceChildren(...rows);
};

// Somebody saved first: both texts are shown, nothing is overwritten.
const showBoth = (segment, { detail, mine, theirs, version }) => {
  const box = segment.querySelector("[data-stale]");
  const choose = (label, text) => {
    const button = make("button", { type: "button", class: "fr-btn fr-btn--sm fr-btn--secondary" }, label);
    button.addEventListener("click", () => {
      segment.dataset.version = version;
      field(segment).value = text;
      field(segment).dataset.saved = theirs;
      box.hidden = true;
      grow(field(segment));
      if (text === theirs) unsaved.delete(segment);
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

// ---- Acts ----------------------------------------------------------------------------------------------------------
const step = (segment, by) => segments[segments.indexOf(segment) + by];
const nextOpen = (segment) => {
  const start = segment ? segments.indexOf(segment) + 1 : 0;
  return [...segments.slice(start), ...segments.slice(0, start)].find((s) => !settled(s) && s !== segment);
};
const nextBlocked = () => {
  const start = active ? segments.indexOf(active) + 1 : 0;
  return [...segments.slice(start), ...segments.slice(0, start)].find((s) => s.querySelector(".check--blocking"));
};

const confirm = async (segment, then) => {
  const target = then(segment);
  if ((await save(segment, "confirm")) && target && active === segment) activate(target);
};

const copySource = (segment) => {
  const area = field(segment);
  const source = segment.querySelector(".seg__source");
  area.value = [...source.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
  changed(segment);
};

const insert = (area, text) => {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

const changed = (segment) => {
  const area = field(segment);
  grow(area);
  if (area.value === area.dataset.saved) { unsaved.delete(segment); return; }
  unsaved.add(segment);
  tell("");
  clearTimeout(timers.get(segment));
  timers.set(segment, setTimeout(() => save(segment), PAUSE));
};

if (editable) {
  for (const segment of segments) {
    const area = field(segment);
    area.addEventListener("input", () => changed(segment));
    area.addEventListener("blur", () => { if (timers.has(segment)) save(segment); });
    segment.querySelector(".seg__form").addEventListener("submit", (event) => {
      event.preventDefault();
      const act = event.submitter?.dataset.act ?? "save";
      if (act === "confirm") confirm(segment, (s) => step(s, 1));
      else save(segment, act);
    });
    const lost = (() => { try { return localStorage.getItem(`seg:${segment.dataset.id}:${segment.dataset.version}`); } catch { return null; } })();
    if (lost !== null && lost !== area.value) { area.value = lost; changed(segment); }
  }
}

desk.addEventListener("focusin", (event) => {
  const segment = event.target.closest("[data-seg]");
  if (segment) activate(segment, false);
});
desk.addEventListener("click", (event) => {
  const segment = event.target.closest("[data-seg]");
  if (segment && active !== segment && !event.target.closest("button, summary, input")) activate(segment);
  if (!segment || !editable) return;
  if (event.target.matches('[data-act="source"]')) copySource(segment);
  if (event.target.matches("[data-fix]")) {
    const area = field(segment);
    const gap = area.selectionStart && !/\s$/.test(area.value.slice(0, area.selectionStart)) ? " " : "";
    area.focus();
    insert(area, gap + event.target.dataset.fix);
    save(segment);
  }
});
desk.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-waive]");
  if (!form) return;
  event.preventDefault();
  const segment = form.closest("[data-seg]");
  await save(segment);
  const data = new FormData(form);
  const result = await post(form.action, { index: data.get("index"), reason: data.get("reason"), version: segment.dataset.version });
  if (result.status === 200) accept(segment, result.data, field(segment).value);
  else if (result.data.code === "stale_segment") showBoth(segment, result.data);
  else say(segment, result.data.detail ?? String(result.status));
});

desk.querySelector("[data-next-left]").addEventListener("click", () => {
  const target = nextOpen(active) ?? nextBlocked();
  if (target) activate(target);
});

document.addEventListener("keydown", (event) => {
  if (!active) return;
  const control = event.ctrlKey || event.metaKey;
  const done = (act) => { event.preventDefault(); act(); };
  if (control && event.key === "Enter" && editable) done(() => confirm(active, event.shiftKey ? nextOpen : (s) => step(s, 1)));
  else if (control && event.key === "ArrowDown") done(() => { const next = step(active, 1); if (next) activate(next); });
  else if (control && event.key === "ArrowUp") done(() => { const previous = step(active, -1); if (previous) activate(previous); });
  else if (control && event.key.toLowerCase() === "i" && editable) done(() => copySource(active));
  else if (control && event.shiftKey && event.code === "Space" && editable) done(() => insert(field(active), NBSP));
  else if (event.altKey && event.key.toLowerCase() === "c") done(() => { const target = nextBlocked(); if (target) activate(target); });
  else if (event.key === "Escape" && editable && document.activeElement === field(active)) done(() => { field(active).value = field(active).dataset.saved; changed(active); });
});

window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
// What is still being typed leaves with the page, in the one way that outlives it.
document.addEventListener("visibilitychange", () => { if (document.hidden) for (const segment of unsaved) if (timers.has(segment)) save(segment); });

for (const segment of segments) grow(field(segment));
const start = segments.find((s) => s.dataset.id === words.position) ?? segments.find((s) => !settled(s)) ?? segments[0];
if (start) activate(start, editable);
