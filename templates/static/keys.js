// Adds to a page that works without it: keys, offers while one types, and filters that apply themselves.
(() => {
  "use strict";
  const box = document.getElementById("q");
  const keys = document.getElementById("keys");
  const form = document.getElementById("search");
  const typing = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  // Offers: a combobox as in the ARIA practices. What does not come within a tenth of a second is not shown.
  const PATIENCE = 100;
  const list = document.createElement("ul");
  let asking = null;
  let chosen = -1;

  const close = () => {
    if (asking) asking.abort();
    if (list.hidden) return false;
    list.hidden = true;
    choose(-1);
    box.setAttribute("aria-expanded", "false");
    return true;
  };

  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (place < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (offers) => {
    list.replaceChildren(...offers.map((offer, number) => {
      const option = document.createElement("li");
      const said = document.createElement("span");
      option.id = `offer-${number}`;
      option.setAttribute("role", "option");
      option.dataset.url = offer.url;
      said.textContent = offer.said || "Headline";
      option.append(offer.text, " ", said);
      return option;
    }));
    choose(-1);
    list.hidden = !offers.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    if (asking) asking.abort();
    const typed = box.value.trim();
    if (!typed) return close();
    const own = asking = new AbortController();
    const late = setTimeout(() => own.abort(), PATIENCE);
    try {
      const answer = await fetch(`/complete.json?q=${encodeURIComponent(typed)}`, { signal: own.signal });
      const offers = answer.ok ? (await answer.json()).completions : [];
      if (own === asking && document.activeElement === box) show(offers);
    } catch {
      if (own === asking) close();
    } finally {
      clearTimeout(late);
    }
  };

  if (box && window.fetch && window.AbortController) {
    list.id = "offers";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Sources, sections, authors and headlines");
    box.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "offers" })) box.setAttribute(name, value);
    box.addEventListener("input", ask);
    box.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the box keeps the focus
      const option = event.target.closest("[role=option]");
      if (option && event.button === 0) location.assign(option.dataset.url);
    });
    box.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const count = list.children.length;
      if (event.key === "ArrowDown") choose((chosen + 2) % (count + 1) - 1);
      else if (event.key === "ArrowUp") choose((chosen + count + 1) % (count + 1) - 1);
      else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
      else return;
      event.preventDefault();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && document.activeElement === box) {
      if (close()) event.preventDefault(); // or the browser would empty the box
      else box.blur();
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
