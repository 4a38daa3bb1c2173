// Comfort for people who type: nothing here is needed to read anything.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll("[data-item]")];
  const move = (by) => {
    const all = items();
    if (!all.length) return;
    const at = all.findIndex((e) => e.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    const link = next.matches("a") ? next : next.querySelector("a");
    if (link) { link.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const copy = (button) => {
    const text = document.getElementById(button.dataset.copies);
    if (!text || !navigator.clipboard) return;
    navigator.clipboard.writeText(text.textContent.trim()).then(() => {
      button.textContent = button.dataset.done;
    });
  };
  document.querySelectorAll("button[data-copies]").forEach((b) => {
    b.hidden = false;
    b.addEventListener("click", () => copy(b));
  });
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.matches("input, textarea, select")) return;
    const keys = {
      "/": () => { const box = document.querySelector("input[type=search]"); if (box) box.focus(); },
      "j": () => move(1),
      "k": () => move(-1),
      "y": () => { const b = document.querySelector("button[data-copies]"); if (b) copy(b); },
      "?": () => { const help = document.querySelector("a[rel=help]"); if (help) location.assign(help.href); },
    };
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
})();
