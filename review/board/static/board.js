// The board: selection that survives its refreshing, and a bar that says what is selected. Works without any of it.
"use strict";
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const bar = board.querySelector("[data-bar]");
  const count = bar.querySelector("[data-count]");
  const none = bar.querySelector("[data-none]");
  const language = document.documentElement.lang || "fr";
  const picks = () => [...board.querySelectorAll(".card__pick")];
  const picked = () => picks().filter((box) => box.checked);
  const told = (template, n) => template.replace("{n}", n.toLocaleString(language));

  board.classList.add("board--script");
  none.hidden = false;
  // A page that answers an act must not act again when it is reloaded.
  history.replaceState(null, "", board.dataset.here);

  const count_up = () => {
    const chosen = picked();
    const words = chosen.reduce((sum, box) => sum + Number(box.closest("[data-card]").dataset.words), 0);
    bar.classList.toggle("bar--on", chosen.length > 0);
    if (!chosen.length) for (const menu of bar.querySelectorAll("details[open]")) menu.open = false;
    const text = chosen.length ? `${told(chosen.length === 1 ? board.dataset.one : board.dataset.many, chosen.length)} · ${told(board.dataset.words, words)}` : "";
    if (count.textContent !== text) count.textContent = text;
    for (const button of board.querySelectorAll("[data-all]")) {
      button.hidden = !button.closest(".lane").querySelector(".card__pick");
    }
  };

  const clear = () => {
    for (const box of picked()) box.checked = false;
    count_up();
  };

  // Selection: a click on the card, Shift for all between, Escape for none.
  let last = null;
  board.addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    const all = event.target.closest("[data-all]");
    if (all) {
      const boxes = [...all.closest(".lane").querySelectorAll(".card__pick")];
      const on = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = on;
      count_up();
    } else if (card) {
      const box = card.querySelector(".card__pick");
      if (!event.target.closest("a, button, label, input")) {
        if (String(getSelection())) return; // somebody copies a number
        box.checked = !box.checked;
      } else if (event.target !== box) return;
      const boxes = [...card.closest(".lane").querySelectorAll(".card__pick")];
      if (event.shiftKey && boxes.includes(last)) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      }
      last = box;
      count_up();
    }
  });
  board.addEventListener("change", (event) => {
    if (event.target.matches(".card__pick")) count_up();
    else if (event.target.form?.matches("[data-narrow]") && event.target.matches("select")) event.target.form.requestSubmit();
  });
  none.addEventListener("click", clear);
  // Enter in a panel does what its button says.
  bar.addEventListener("keydown", (event) => {
    const panel = event.target.closest?.(".bar__panel");
    if (event.key !== "Enter" || !panel || !event.target.matches("input")) return;
    event.preventDefault();
    panel.querySelector("button[name=act]").click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = bar.querySelector("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else clear();
  });
  document.addEventListener("click", (event) => {
    for (const menu of bar.querySelectorAll("details[open]")) if (!menu.contains(event.target) && !event.target.closest("[data-card]")) menu.open = false;
  });

  // Refreshing: what was ticked stays ticked unless it has moved; what was folded stays folded.
  let kept = new Set();
  let folded = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "board-live") return;
    kept = new Set(picked().map((box) => box.value));
    folded = board.querySelector("#loads")?.open === false;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const boxes = picks();
    for (const box of boxes) if (kept.has(box.value)) box.checked = true;
    if (folded && board.querySelector("#loads")) board.querySelector("#loads").open = false;
    if (picked().length < kept.size) document.getElementById("announcer").textContent = board.dataset.changed;
    kept = new Set(picked().map((box) => box.value));
    count_up();
  });

  // On a narrow screen the lanes come first: the loads are one touch away.
  if (matchMedia("(max-width: 47.99em)").matches && board.querySelector("#loads")) board.querySelector("#loads").open = false;
  count_up();
})();
