// The desk of triage by keyboard: arrows go from page to page, one key acts. Every act is the form's own, sent in the
// background; without this script the forms work as they are.
"use strict";
(() => {
  const root = document.querySelector("[data-sort]");
  if (!root) return;
  const announcer = document.getElementById("announcer");
  const desk = () => root.querySelector("[data-desk]");
  const boxes = () => [...root.querySelectorAll("[data-pick]:not(:disabled)")];
  const KEYS = { s: "split", m: "merge", r: "right", l: "left", t: "over", b: "blank", d: "duplicate", x: "not_relevant", e: "restore" };
  let busy = Promise.resolve();

  const say = (text) => {
    announcer.textContent = "";
    requestAnimationFrame(() => { announcer.textContent = text; });
  };

  // Where the keyboard was: a page by its identifier, anything else by its own.
  const place = () => {
    const active = document.activeElement;
    return { leaf: active?.closest?.("[data-leaf]")?.dataset.leaf, id: active?.id, keep: active?.closest?.("[data-keep]")?.dataset.keep };
  };
  const goBack = ({ leaf, id, keep }) => {
    const box = leaf && root.querySelector(`[data-leaf="${leaf}"] [data-pick]:not(:disabled)`);
    const target = (keep && document.getElementById(keep)) || box || (id && document.getElementById(id)) || boxes()[0];
    target?.focus({ preventScroll: true });
    target?.closest("[data-leaf], .part__head")?.scrollIntoView({ block: "nearest" });
  };

  const show = (html, at) => {
    const scroll = window.scrollY;
    const ticked = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    const fresh = document.createRange().createContextualFragment(html);
    desk().replaceWith(fresh);
    for (const box of boxes()) box.checked = ticked.has(box.value);
    window.scrollTo({ top: scroll, behavior: "instant" });
    goBack(at);
    say(desk().dataset.refused || desk().dataset.said);
  };

  // One act after the other: the next one names the version that the one before made.
  const send = (form, fill) => {
    busy = busy.then(async () => {
      const action = form.isConnected ? form : root.querySelector(`form[action="${form.getAttribute("action")}"]`);
      if (!action) return;
      const at = place();
      const data = new FormData(action);
      fill?.(data);
      data.set("version", desk().dataset.version);
      try {
        const answer = await fetch(action.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
        if (answer.redirected || ![200, 409, 422].includes(answer.status)) { window.location.reload(); return; }
        show(await answer.text(), at);
      } catch {
        say(root.dataset.failed);
      }
    });
    return busy;
  };

  const act = (name, leaf) => send(root.querySelector("[data-leaves]"), (data) => {
    data.set("act", name);
    if (!data.getAll("page").length && leaf) data.append("page", leaf);
  });

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-leaves], [data-undo], [data-act-form]")) return;
    event.preventDefault();
    const button = event.submitter;
    send(form, (data) => { if (button?.name) data.set(button.name, button.value); });
  });

  const neighbour = (box, key) => {
    const all = boxes();
    const at = all.indexOf(box);
    if (key === "ArrowLeft") return all[at - 1];
    if (key === "ArrowRight") return all[at + 1];
    if (key === "Home") return all[0];
    if (key === "End") return all.at(-1);
    const from = box.closest("[data-leaf]").getBoundingClientRect();
    const down = key === "ArrowDown";
    const beyond = all.filter((other) => {
      const top = other.closest("[data-leaf]").getBoundingClientRect().top;
      return down ? top > from.top + 8 : top < from.top - 8;
    });
    const rank = (other) => {
      const spot = other.closest("[data-leaf]").getBoundingClientRect();
      return Math.abs(spot.top - from.top) * 4 + Math.abs(spot.left - from.left);
    };
    return beyond.sort((one, other) => rank(one) - rank(other))[0];
  };

  root.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const writes = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if (command && event.key === "z" && !event.shiftKey && !writes) {
      event.preventDefault();
      const undo = root.querySelector("[data-undo]");
      if (undo.querySelector("button").disabled) return;
      send(undo);
      return;
    }
    if (command && event.key === "Enter" && !writes) {
      const go = root.querySelector("[data-send]");
      if (go) { event.preventDefault(); busy.then(() => root.querySelector("[data-send]")?.requestSubmit()); }
      return;
    }
    const box = event.target.closest("[data-pick]");
    if (!box || command) return;
    const leaf = box.closest("[data-leaf]");
    if (event.altKey) {
      const step = { ArrowLeft: "up", ArrowRight: "down" }[event.key];
      if (step) { event.preventDefault(); act(step, leaf.dataset.leaf); }
      return;
    }
    if (/^Arrow|^Home$|^End$/.test(event.key)) {
      event.preventDefault();
      const next = neighbour(box, event.key);
      next?.focus();
      next?.closest("[data-leaf]").scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      window.open(leaf.querySelector("[data-large]").href, "_blank", "noopener");
    } else if (KEYS[event.key.toLowerCase()]) {
      event.preventDefault();
      act(KEYS[event.key.toLowerCase()], leaf.dataset.leaf);
    }
  });
})();
