// Approving, sending to revision, handing back: first what is typed is saved, then the server is asked without leaving
// the page, so that a refusal finds the text, and the person, where they were.
import { activate } from "./active.js";
import { byId, desk, fill, make, number, words } from "./page.js";
import { saveAll, unsaved } from "./saving.js";
import { askToSignIn, post, refused, warn } from "./talking.js";

const ask = async (form) => {
  if (!(await saveAll())) return { status: 0, data: { detail: words.unsavedFirst, first: [...unsaved][0]?.dataset.id } };
  // The page's own token is added by ``post``, which may have to renew it.
  const values = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  return post(form.action, Object.fromEntries(values)).catch(() => ({ status: 0, data: { detail: words.notDone } }));
};

const refuse = ({ detail, title, first }, status) => {
  const segment = first && byId(first);
  if (!segment) { warn(detail ?? title ?? String(status)); return; }
  const go = make("button", { type: "button", class: "fr-btn fr-btn--sm fr-btn--tertiary" }, fill(words.seeFirst, { n: number(segment) }));
  go.addEventListener("click", () => activate(segment));
  refused(detail, go);
  activate(segment);
};

let asking = false;
const submitted = async (event) => {
  const form = event.target;
  if (!form.matches("[data-finish]")) return;
  event.preventDefault();
  if (asking) return;
  asking = true;
  try {
    const { status, data } = await ask(form);
    if (status === 200) location.assign(data.location);
    else if (status === 401) askToSignIn(saveAll);
    else refuse(data, status);
  } finally {
    asking = false;
  }
};

export const startFinishing = () => { desk.addEventListener("submit", submitted); };
