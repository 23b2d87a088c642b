// Sending a new order: progress per file, refusals in place; sent again by itself while the service has no place for one
// more. Without this script the form is sent as it is.
"use strict";
(() => {
  const TRIES = 10;
  const form = document.querySelector("[data-order-form]");
  if (!form) return;
  const questions = form.querySelector("[data-questions]");
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  const bar = progress.querySelector("progress");
  const said = progress.querySelector("[data-said]");
  const refusals = form.querySelector("[data-refusals]");
  const button = form.querySelector("[data-send]");
  const password = form.querySelector("[data-password]");

  // On the list of orders, the questions wait for the first file.
  if (form.closest(".new-order--folded")) questions.classList.toggle("js-folded", input.files.length === 0);
  form.addEventListener("truchement:files", (event) => {
    if (event.detail.files.length) questions.classList.remove("js-folded");
    refusals.replaceChildren();
  });

  const refuse = (list) => {
    const box = document.createElement("div");
    box.className = "fr-alert fr-alert--error fr-alert--sm";
    for (const { name, message } of list) {
      const line = document.createElement("p");
      if (name) {
        const strong = document.createElement("strong");
        strong.textContent = name;
        line.append(strong, "\u00a0: ");
      }
      line.append(message);
      box.append(line);
    }
    refusals.replaceChildren(box);
    if (list.some(({ code }) => code === "encrypted_pdf" || code === "wrong_password")) {
      password.open = true;
      password.querySelector("input[type=password], input[type=text]").focus();
    }
    refusals.scrollIntoView({ block: "nearest" });
  };

  // The files go in one request, in order: the bytes sent tell which file is on its way.
  const tell = (sent, total) => {
    bar.value = total ? Math.round((100 * sent) / total) : 0;
    let start = 0;
    const files = [...input.files];
    const index = files.findIndex((file) => { start += file.size; return sent < start; });
    said.textContent = index < 0
      ? form.dataset.checking
      : `${form.dataset.sending}\u00a0: ${files[index].name} (${index + 1}/${files.length}), ${bar.value}\u00a0%`;
  };

  const finish = () => {
    progress.hidden = true;
    button.disabled = false;
    form.removeAttribute("aria-busy");
  };

  // Nothing of a request that found no place was taken in: it can go again without anything being sent twice.
  const wait = (seconds, attempt) => {
    bar.value = 0;
    said.textContent = form.dataset.waiting.replace("{n}", seconds);
    setTimeout(() => send(attempt + 1), seconds * 1000);
  };

  const send = (attempt) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(loaded, total));
    request.upload.addEventListener("load", () => { said.textContent = form.dataset.checking; bar.removeAttribute("value"); });
    request.addEventListener("load", () => {
      const answer = request.response ?? {};
      if (request.status === 201) { window.location.assign(answer.location); return; }
      if (answer.code === "crowded" && attempt < TRIES) {
        wait(Number(request.getResponseHeader("Retry-After")) || 10, attempt);
        return;
      }
      finish();
      refuse(answer.refused ?? [{ name: "", message: answer.detail ?? answer.title ?? form.dataset.failed }]);
    });
    request.addEventListener("error", () => { finish(); refuse([{ name: "", message: form.dataset.failed }]); });
    request.send(new FormData(form));
    tell(0, 1);
  };

  form.addEventListener("submit", (event) => {
    if (!form.reportValidity()) return;
    event.preventDefault();
    if (button.disabled) return;
    refusals.replaceChildren();
    progress.hidden = false;
    button.disabled = true;
    form.setAttribute("aria-busy", "true");
    send(1);
  });
})();
