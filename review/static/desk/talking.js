// How the editor speaks to the server, and what it does when nobody answers or the session has ended.
import { desk, make, words } from "./page.js";

let csrf = document.querySelector('meta[name="csrf-token"]').content;
const notice = desk.querySelector("[data-notice]");
let signedOut = false;

const send = async (address, values) => {
  const answer = await fetch(address, {
    method: "POST",
    redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": csrf },
    body: new URLSearchParams({ csrf_token: csrf, ...values }),
  });
  let data = {};
  try { data = await answer.json(); } catch { /* an error page: the status says enough */ }
  return { status: answer.status, data };
};

// Throws TypeError without a network, as fetch does. A form token that has expired is renewed once.
export const post = async (address, values) => {
  const first = await send(address, values);
  if (first.data.code !== "page_expired") return first;
  return (await renew()) ? send(address, values) : { status: 401, data: {} };
};

// Reads a fresh form token from this page; false while nobody, or somebody else, is signed in.
const renew = async () => {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const user = page.querySelector("[data-desk]")?.dataset.user;
  if (user && user !== desk.dataset.user) warn(words.otherPerson);
  if (user !== desk.dataset.user) return false;
  csrf = page.querySelector('meta[name="csrf-token"]').content;
  for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = csrf;
  return true;
};

export const warn = (text, ...acts) => {
  notice.replaceChildren(make("p", {}, text), ...acts);
  notice.className = "desk__notice desk__notice--warning";
  notice.hidden = false;
  delete notice.dataset.refused;
};

// Why it could not be handed on; gone as soon as it no longer holds.
export const refused = (text, ...acts) => { warn(text, ...acts); notice.dataset.refused = "yes"; };
export const unrefuse = () => { if (notice.dataset.refused) notice.hidden = true; };

export const inform = (text) => {
  notice.replaceChildren(make("p", {}, text));
  notice.className = "desk__notice desk__notice--good";
  notice.hidden = false;
  setTimeout(() => { notice.hidden = true; }, 10_000);
};

// Tells that the session has ended; ``back`` is called once the person is signed in again.
let waiting = null;
export const askToSignIn = (back) => {
  signedOut = true;
  waiting = back;
  const retry = make("button", { type: "button", class: "fr-btn fr-btn--sm fr-btn--tertiary" }, words.retry);
  retry.addEventListener("click", resume);
  warn(words.signedOut,
    make("a", { class: "fr-btn fr-btn--sm", href: desk.dataset.signin, target: "_blank" }, words.signIn), retry);
};

const resume = async () => {
  if (!signedOut) return;
  try { if (!(await renew())) return; } catch { return; /* still no network: the next return to the tab tries again */ }
  signedOut = false;
  if (await waiting()) inform(words.back);
};
window.addEventListener("focus", resume);
document.addEventListener("visibilitychange", () => { if (!document.hidden) resume(); });
