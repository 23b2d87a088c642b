// A confirmed text offered to the passages with the very same source; never given to them silently.
import { byId, desk, field, grow, say, toast, untoast, words } from "./page.js";
import { accept, showProgress } from "./saving.js";
import { post } from "./talking.js";
import { remember, setState, undo } from "./undo.js";

let offered = null;

export const spread = async () => {
  const segment = offered;
  if (!segment) return;
  offered = null;
  const result = await post(`${segment.dataset.address}/propager`, { version: segment.dataset.version }).catch(() => null);
  if (result?.status !== 200) { say(segment, result?.data.detail ?? words.offline); return; }
  const entries = result.data.changed.map((data) => {
    const other = byId(data.id);
    const before = { target: field(other).dataset.saved, state: other.dataset.state };
    field(other).value = data.target;
    accept(other, data, data.target);
    grow(field(other));
    return { id: data.id, before, after: { target: data.target, state: data.state } };
  });
  showProgress(result.data.progress);
  const all = async (side) => {
    let done = true;
    for (const entry of entries) done = (await setState(entry.id, entry[side])) && done;
    return done;
  };
  if (entries.length) remember({ id: segment.dataset.id, back: () => all("before"), again: () => all("after") });
  toast(result.data.said, ...(entries.length ? [[words.undo, undo]] : []));
};

export const startSpreading = () => {
  desk.addEventListener("desk:saved", ({ detail: { segment, change, data } }) => {
    if (change !== "confirm") return;
    if (data.same) toast(data.offer, [words.spread, spread]);
    else if (offered) untoast(); // an offer that is not the last one would be taken for it
    offered = data.same ? segment : null;
  });
};
