// The net under what is typed: sessionStorage, which ends with the tab, since these texts may be medical. A text goes
// in at each key and out as soon as the server has it; those of another person are thrown away at once.
import { desk } from "./page.js";

const PREFIX = "truchement:desk:";
const key = (segment) => `${PREFIX}${desk.dataset.user}:${segment.dataset.id}`;

const attempt = (act) => { try { return act(); } catch { return null; /* a full or forbidden store costs only this net */ } };

export const keep = (segment, text) => attempt(() =>
  sessionStorage.setItem(key(segment), JSON.stringify({ text, version: segment.dataset.version })));
export const forget = (segment) => attempt(() => sessionStorage.removeItem(key(segment)));
export const kept = (segment) => attempt(() => JSON.parse(sessionStorage.getItem(key(segment))));

attempt(() => {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${desk.dataset.user}:`)) sessionStorage.removeItem(name);
  }
});
// Earlier versions of the editor kept texts beyond the tab.
attempt(() => { for (const name of Object.keys(localStorage)) if (name.startsWith("seg:")) localStorage.removeItem(name); });
