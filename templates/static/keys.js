// Adds to a page that works without it: keys, and filters that apply themselves.
(() => {
  "use strict";
  const box = document.getElementById("q");
  const keys = document.getElementById("keys");
  const form = document.getElementById("search");
  const typing = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && document.activeElement === box) {
      box.blur();
    } else if (event.key === "/" && !typing(event.target)) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "?" && !typing(event.target) && keys.showModal && !keys.open) {
      event.preventDefault();
      keys.showModal();
    }
  });

  for (const hint of document.querySelectorAll(".keys-hint")) hint.hidden = false;

  // On a narrow screen the filters begin closed; the results come first.
  const drawer = document.querySelector(".drawer");
  const wrong = drawer && drawer.querySelector("[aria-invalid]"); // what the page complains about stays in sight
  if (drawer && !wrong && window.matchMedia("(max-width: 56rem)").matches) drawer.open = false;

  if (form) {
    document.addEventListener("change", (event) => {
      if (event.target.matches("input[type=checkbox][form=search]")) form.requestSubmit();
    });
    // Back to a kept page: its boxes must say what its address says.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) for (const element of form.elements) if (element.type === "checkbox") element.checked = element.defaultChecked;
    });
  }
})();
