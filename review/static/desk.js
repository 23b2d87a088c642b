// The editor. Without it every segment is an ordinary form; each part lies in a module of its own under desk/.
import { activate } from "./desk/active.js";
import { startActs } from "./desk/acts.js";
import { startFinishing } from "./desk/finishing.js";
import { startKeys } from "./desk/keys.js";
import { byId, desk, editable, field, grow, segments, settled, startMenus } from "./desk/page.js";
import { startPlacing } from "./desk/placing.js";
import { startSaving } from "./desk/saving.js";
import { startScan } from "./desk/scan.js";
import { startSpreading } from "./desk/spreading.js";
import { startUndo } from "./desk/undo.js";
import { startViews } from "./desk/views.js";

desk.classList.add("desk--script");
startScan(activate);
startActs();
startKeys();
startViews();
startMenus();
if (editable) {
  startUndo();
  startSpreading();
  startPlacing();
  startSaving();
  startFinishing();
}
const growAll = () => { for (const segment of segments()) grow(field(segment)); };
growAll();
// A narrower column breaks lines anew: no text may be cut.
let width = desk.clientWidth;
new ResizeObserver(() => {
  if (desk.clientWidth !== width) growAll();
  width = desk.clientWidth;
}).observe(desk);
const start = byId(desk.dataset.position) ?? segments().find((s) => !settled(s)) ?? segments()[0];
if (start) activate(start, editable);
