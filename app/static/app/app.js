// What every page does beyond htmx and the DSFR. A page works without any of it.
"use strict";
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const language = document.documentElement.lang || "fr";

  // Live parts. The fragment shown is known by its ETag, so that an unchanged one answers 304 and nothing moves.
  const shown = new Map();
  const isPoll = (config) => config && !config.triggeringEvent && config.verb === "get";

  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = event;
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = meta("csrf-token");
    if (!detail.elt.hasAttribute("data-live") || detail.triggeringEvent) return;
    if (document.hidden) event.preventDefault();
    else if (shown.has(detail.path)) detail.headers["If-None-Match"] = shown.get(detail.path);
  });

  const typing = (part) => {
    const active = document.activeElement;
    return active && active !== document.body && part.contains(active) && active.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig, target } = event.detail;
    if (!isPoll(requestConfig) || !event.detail.shouldSwap) return;
    if (xhr.status >= 400 || typing(target)) event.detail.shouldSwap = false; // nobody is disturbed; the next poll will do
    else if (xhr.getResponseHeader("ETag")) shown.set(requestConfig.path, xhr.getResponseHeader("ETag"));
  });

  // Only what changed is said aloud: elements marked data-announce="name" within what was swapped in.
  const said = new Map();
  const announce = (root, aloud) => {
    for (const element of root.querySelectorAll?.("[data-announce]") ?? []) {
      const text = element.textContent.trim();
      if (aloud && said.has(element.dataset.announce) && said.get(element.dataset.announce) !== text) {
        document.getElementById("announcer").textContent = text;
      }
      said.set(element.dataset.announce, text);
    }
  };
  document.addEventListener("htmx:afterSettle", (event) => announce(document, Boolean(event.detail)));

  // Times stay true while a page stays open.
  const relative = new Intl.RelativeTimeFormat(language, { style: "short", numeric: "always" });
  const steps = [[60, "second", 1], [3600, "minute", 60], [86400, "hour", 3600], [604800, "day", 86400], [2592000, "week", 604800]];
  const retime = () => {
    for (const element of document.querySelectorAll("time[data-ago]")) {
      const seconds = (new Date(element.dateTime) - Date.now()) / 1000;
      const step = steps.find(([most]) => Math.abs(seconds) < most);
      if (step && Math.abs(seconds) >= 60) element.textContent = relative.format(Math.trunc(seconds / step[2]), step[1]);
    }
  };

  document.addEventListener("click", (event) => {
    const closer = event.target.closest?.("[data-close]");
    if (closer) closer.closest(".fr-alert, .fr-notice").remove();
    for (const menu of document.querySelectorAll("details.account[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.account[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // What a tab keeps of somebody's work ends with their sign-out, in the other tabs too.
  const forget = () => { try { sessionStorage.clear(); } catch { /* a browser without it has kept nothing */ } };
  const others = "BroadcastChannel" in window ? new BroadcastChannel("truchement:signed-out") : null;
  others?.addEventListener("message", forget);
  if (document.querySelector("[data-signed-out]")) { forget(); others?.postMessage(""); }

  // A ticket comes after the # of its link, which no server sees: it goes into the form and out of the address bar.
  const takeTicket = () => {
    const form = document.querySelector("form[data-ticket]");
    const code = decodeURIComponent(location.hash.slice(1));
    if (!form || !/^[\w-]{20,}$/.test(code)) return;
    form.elements.code.value = code;
    form.querySelector("[data-ticket-field]").hidden = true;
    form.elements.password.focus();
    history.replaceState(null, "", location.pathname);
  };

  // Drop zones.
  const bytes = (size) => {
    const units = language === "fr" ? ["octets", "ko", "Mo", "Go"] : ["bytes", "kB", "MB", "GB"];
    let unit = 0;
    for (; size >= 999.5 && unit < 3; unit += 1) size /= 1000;
    return `${size.toLocaleString(language, { maximumFractionDigits: unit > 1 && size < 100 ? 1 : 0 })}\u202f${units[unit]}`;
  };
  const accepted = (file, accept) => !accept || accept.split(",").map((kind) => kind.trim().toLowerCase()).some((kind) =>
    kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind) : kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind);

  const problem = (zone, input, file, index) => {
    const { maxBytes, maxFiles, tooLarge, wrongType, tooMany } = zone.dataset;
    if (!accepted(file, input.accept)) return wrongType;
    if (maxBytes && file.size > Number(maxBytes)) return tooLarge;
    return maxFiles && index >= Number(maxFiles) ? tooMany : "";
  };

  const setFiles = (input, files) => {
    const box = new DataTransfer();
    for (const file of files) box.items.add(file);
    input.files = box.files;
  };

  const list = (zone, input) => {
    const files = [...input.files];
    const rows = files.map((file, index) => {
      const row = document.createElement("li");
      row.className = "drop__file";
      const name = document.createElement("span");
      name.className = "drop__name";
      name.textContent = file.name;
      const wrong = problem(zone, input, file, index);
      if (wrong) {
        const why = document.createElement("strong");
        why.className = "drop__problem";
        why.textContent = ` — ${wrong}`;
        name.append(why);
      }
      const size = document.createElement("span");
      size.className = "drop__size";
      size.textContent = bytes(file.size);
      const out = document.createElement("button");
      out.type = "button";
      out.className = "fr-btn fr-btn--tertiary-no-outline fr-btn--sm fr-icon-close-line";
      out.title = `${zone.dataset.remove} ${file.name}`;
      out.textContent = out.title;
      out.addEventListener("click", () => {
        setFiles(input, files.filter((other) => other !== file));
        input.dispatchEvent(new Event("change", { bubbles: true }));
        input.focus();
      });
      row.append(name, size, out);
      return row;
    });
    zone.querySelector(".drop__files").replaceChildren(...rows);
    const sum = files.reduce((size, file) => size + file.size, 0);
    const over = Number(zone.dataset.maxTotal || Infinity) < sum;
    if (over) {
      const row = document.createElement("li");
      row.className = "drop__file drop__problem";
      row.textContent = zone.dataset.tooMuch.replace("{total}", bytes(sum)).replace("{most}", bytes(Number(zone.dataset.maxTotal)));
      zone.querySelector(".drop__files").append(row);
    }
    const faulty = over || files.some((file, index) => problem(zone, input, file, index));
    input.setCustomValidity(faulty ? zone.querySelector(".drop__problem").textContent : "");
    zone.classList.toggle("drop--error", faulty);
    zone.dispatchEvent(new CustomEvent("truchement:files", { bubbles: true, detail: { files, faulty } }));
  };

  const prepareZone = (zone) => {
    if (zone.classList.contains("drop--live")) return;
    zone.classList.add("drop--live");
    const input = zone.querySelector("input[type=file]");
    let kept = [];
    input.addEventListener("change", () => {
      list(zone, input);
      kept = [...input.files];
    });
    // A second choice adds to the first: a browser would replace it.
    input.addEventListener("click", () => { kept = [...input.files]; });
    input.addEventListener("input", () => {
      if (!input.multiple || kept.length === 0) return;
      const fresh = [...input.files].filter((file) => !kept.some((old) => old.name === file.name && old.size === file.size));
      setFiles(input, [...kept, ...fresh]);
    });
    for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("drop--over"); });
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("drop--over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const dropped = [...event.dataTransfer.files];
      const old = input.multiple ? [...input.files].filter((file) => !dropped.some((d) => d.name === file.name && d.size === file.size)) : [];
      setFiles(input, input.multiple ? [...old, ...dropped] : dropped.slice(0, 1));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (input.files.length) list(zone, input);
  };

  const prepare = (root) => root.querySelectorAll("[data-drop]").forEach(prepareZone);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));

  takeTicket();
  window.addEventListener("hashchange", takeTicket);
  prepare(document);
  announce(document, false);
  retime();
  setInterval(retime, 20000);
})();
