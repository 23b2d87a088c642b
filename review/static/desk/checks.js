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

// The wrong figure gives way to the right one; without a wrong one, the right one goes where the cursor stands.
export const applyFix = (segment, { fix: text, instead }) => {
  const area = field(segment);
  const at = instead ? area.value.indexOf(instead) : -1;
  area.focus();
  if (at >= 0) area.setSelectionRange(at, at + instead.length);
  const gap = at < 0 && area.selectionStart && !/\s$/.test(area.value.slice(0, area.selectionStart)) ? " " : "";
  insert(area, gap + text);
};
