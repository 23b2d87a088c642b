// Which segment is being worked on, and the way from one to another.
import { field, grow, motion, segments, settled, state } from "./page.js";
import { frame } from "./scan.js";

export const activate = (segment, focus = true) => {
  if (state.active !== segment) {
    const before = state.active;
    before?.classList.remove("seg--active");
    if (before) grow(field(before)); // its letters are smaller again
    state.active = segment;
    segment.classList.add("seg--active");
    grow(field(segment));
    frame(segment);
  }
  if (focus) field(segment).focus({ preventScroll: true });
  segment.scrollIntoView({ block: "nearest", behavior: motion() });
};

export const step = (segment, by) => segments()[segments().indexOf(segment) + by];

// Those after the active one, then those before it.
const onwards = () => {
  const all = segments();
  const start = state.active ? all.indexOf(state.active) + 1 : 0;
  return [...all.slice(start), ...all.slice(0, start)];
};
export const nextOpen = () => onwards().find((s) => !settled(s) && s !== state.active);
export const nextBlocked = () => onwards().find((s) => s.dataset.state !== "discarded" && s.querySelector(".check--blocking"));
// What is left: the next to confirm, the present one when it is the last, then what blocks.
export const nextLeft = () => nextOpen() ?? segments().find((s) => !settled(s)) ?? nextBlocked();
