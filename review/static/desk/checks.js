// The checks of a segment, under the text that they concern, each with its way out.
import { editable, field, fill, make, words } from "./page.js";

export const showChecks = (segment, findings) => {
  segment.querySelector("[data-checks]").replaceChildren(...findings.map((finding) => row(segment, finding)));
};

const row = (segment, finding) => {
  const kind = finding.blocking ? " check--blocking" : finding.waived ? " check--waived" : "";
  const line = make("li", { class: `check${kind}` }, make("span", { class: "check__text" }, finding.text));
  if (finding.waived) line.append(make("span", { class: "check__waived" }, fill(words.waived, { reason: finding.waived })));
  if (finding.blocking && editable) {
    if (finding.fix) line.append(fix(finding));
    line.append(waiver(segment, finding));
  }
  return line;
};

const fix = (finding) => {
  const label = fill(finding.instead ? words.replace : words.insert, finding);
  const button = make("button", { type: "button", class: "check__fix", "data-fix": finding.fix }, label);
  if (finding.instead) button.dataset.instead = finding.instead;
  return button;
};

const waiver = (segment, finding) => {
  const reason = make("input", { class: "fr-input", name: "reason", required: "", maxlength: "300", placeholder: words.reason, "aria-label": words.reason });
  return make("details", { class: "check__waive" }, make("summary", {}, words.waive),
    make("form", { method: "post", action: `${segment.dataset.address}/controles`, "data-waive": "" },
      make("input", { type: "hidden", name: "index", value: finding.index }), reason,
      make("button", { class: "fr-btn fr-btn--sm fr-btn--secondary" }, words.waiveThis)));
};

export const insert = (area, text) => {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

// What shows that a figure is part of a longer one ("1 250,00"), of a word, of a reference ("A-7") or has a sign.
const BEFORE = /[\p{L}\p{N}_+−–-]$|[\p{L}\p{N}]\/$|\p{N}[.,:'’]$/u;
const AFTER = /^[\p{L}\p{N}_]|^[/–-][\p{L}\p{N}]|^[.,:'’]\p{N}/u;
const whole = (before, figure, after) =>
  !BEFORE.test(before) && !AFTER.test(after)
  && !(/^\p{N}/u.test(figure) && /\p{N}\s$/u.test(before))
  && !(/\p{N}$/u.test(figure) && /^\s\p{N}/u.test(after));

// Where a figure stands whole in a text.
const places = (text, figure) => {
  const found = [];
  for (let at = text.indexOf(figure); at >= 0; at = text.indexOf(figure, at + 1)) {
    if (whole(text.slice(0, at), figure, text.slice(at + figure.length))) found.push(at);
  }
  return found;
};
// The wrong figure gives way to the right one; without a wrong one, the right one goes where the cursor stands.
// Returns what to ask of the person, when it is not sure which figure is the wrong one: then nothing is changed.
// Their own selection of one says it.
export const applyFix = (segment, { fix: text, instead }) => {
  const area = field(segment);
  const found = instead ? places(area.value, instead) : [];
  const chosen = found.find((at) => area.selectionStart === at && area.selectionEnd === at + instead.length);
  const at = chosen ?? (found.length === 1 ? found[0] : null);
  area.focus();
  if (instead && at === null) return fill(found.length ? words.severalPlaces : words.noPlace, { instead, fix: text });
  if (instead) area.setSelectionRange(at, at + instead.length);
  const gap = !instead && area.selectionStart && !/\s$/.test(area.value.slice(0, area.selectionStart)) ? " " : "";
  insert(area, gap + text);
  return "";
};
