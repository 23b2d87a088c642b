// The page image: follows the active segment, zooms, turns, and tells which place a point on it is.
import { boxes, desk, motion, segments, state } from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const NARROWEST = 50;
const WIDEST = 400;
export const scan = desk.querySelector("[data-scan]");
let zoom = 100;
let turns = 0;

const pages = () => [...scan.querySelectorAll("[data-scan-page]")];
export const rectangle = (group, [x0, y0, x1, y1], kind = "") => {
  const rect = document.createElementNS(SVG, "rect");
  const values = { x: x0 - 2, y: y0 - 2, width: x1 - x0 + 4, height: y1 - y0 + 4, rx: 2, class: kind };
  for (const [name, value] of Object.entries(values)) rect.setAttribute(name, value);
  group.append(rect);
  return rect;
};
export const clear = () => { for (const group of scan.querySelectorAll("[data-frame]")) group.replaceChildren(); };

export const frame = (segment) => {
  clear();
  const page = scan.querySelector(`[data-scan-page="${segment.dataset.page}"]`);
  if (!page) return;
  for (const link of desk.querySelectorAll("[data-goto]")) {
    if (link.dataset.goto === segment.dataset.page) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const drawn = boxes(segment).map((box) => rectangle(page.querySelector("[data-frame]"), box));
  show(drawn.length ? drawn : [page.querySelector("[data-frame]").ownerSVGElement], drawn.length > 0);
};

const show = (drawn, whole) => {
  const view = scan.getBoundingClientRect();
  const first = drawn[0].getBoundingClientRect();
  const last = drawn.at(-1).getBoundingClientRect();
  const tools = 56;
  const seen = first.top >= view.top + tools && (whole ? last.bottom <= view.bottom - 16 : first.top < view.bottom - 100);
  const across = first.left >= view.left && first.right <= view.right;
  if (seen && across) return;
  const by = { behavior: motion() };
  if (!seen) by.top = Math.max(0, scan.scrollTop + first.top - view.top - (whole ? view.height / 3 : tools));
  if (!across) by.left = Math.max(0, scan.scrollLeft + first.left - view.left - 24);
  scan.scrollTo(by);
};

const lay = () => {
  for (const page of pages()) {
    const picture = page.querySelector("img");
    const [width, height] = [Number(picture.getAttribute("width")), Number(picture.getAttribute("height"))];
    const sheet = page.querySelector(".scan__sheet");
    const turn = page.querySelector(".scan__turn");
    const side = turns % 2 === 1;
    page.style.width = `${zoom}%`;
    sheet.classList.toggle("scan__sheet--turned", turns !== 0);
    sheet.style.aspectRatio = turns === 0 ? "" : side ? `${height} / ${width}` : `${width} / ${height}`;
    turn.style.width = side ? `${(100 * width) / height}%` : "100%";
    turn.style.transform = turns === 0 ? "" : `translate(-50%, -50%) rotate(${turns * 90}deg)`;
  }
  if (state.active) frame(state.active);
};

// A point of the window, in points of the page; right whatever the zoom and the turn.
export const pointOn = (page, event) => {
  const svg = page.querySelector("svg");
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const { width, height } = svg.viewBox.baseVal;
  return [Math.min(width, Math.max(0, point.x)), Math.min(height, Math.max(0, point.y))];
};

export const startScan = (activate) => {
  scan.addEventListener("click", (event) => {
    const act = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (!act) return;
    if (act === "turn") turns = (turns + 1) % 4;
    else zoom = act === "fit" ? 100 : Math.min(WIDEST, Math.max(NARROWEST, zoom + (act === "in" ? 25 : -25)));
    lay();
  });
  // A click on the scan opens the segment that was clicked: the smallest one where several lie over each other.
  scan.addEventListener("click", (event) => {
    const page = event.target.closest("[data-scan-page]");
    if (!page || scan.classList.contains("scan--drawing")) return;
    const [x, y] = pointOn(page, event);
    const hits = segments().filter((s) => s.dataset.page === page.dataset.scanPage).flatMap((s) =>
      boxes(s).filter(([x0, y0, x1, y1]) => x >= x0 - 2 && x <= x1 + 2 && y >= y0 - 2 && y <= y1 + 2)
        .map(([x0, y0, x1, y1]) => ({ segment: s, size: (x1 - x0) * (y1 - y0) })));
    hits.sort((a, b) => a.size - b.size);
    if (hits.length) activate(hits[0].segment);
  });
  for (const link of desk.querySelectorAll("[data-goto]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      scan.scrollTo({ top: scan.querySelector(`[data-scan-page="${link.dataset.goto}"]`).offsetTop - 8, behavior: motion() });
      desk.querySelector(`[data-heading="${link.dataset.goto}"]`)?.scrollIntoView({ block: "start", behavior: motion() });
    });
  }
};
