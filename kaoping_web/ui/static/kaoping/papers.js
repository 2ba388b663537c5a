/* Deciding proposals by keyboard, and words and proposal lit together. Without it every deed is a plain button of a form. */
(function () {
  "use strict";
  const root = document.querySelector("[data-paper]");
  if (!root) return;
  const items = [...root.querySelectorAll("[data-proposal]")];
  const keys = root.querySelector("[data-keys]");
  if (keys) keys.hidden = false;
  let at = -1;

  function light(id) {
    root.querySelectorAll(".is-lit").forEach(one => one.classList.remove("is-lit"));
    root.querySelectorAll('[data-for="' + id + '"]').forEach(one => one.classList.add("is-lit"));
  }

  function go(to, quietly) {
    if (!items.length) return;
    at = Math.max(0, Math.min(items.length - 1, to));
    const item = items[at];
    items.forEach(one => one.classList.toggle("is-here", one === item));
    light(item.dataset.proposal);
    if (quietly) return;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    const words = root.querySelector("#w-" + item.dataset.proposal);
    const sheet = root.querySelector(".p-sheet");
    if (words && sheet && sheet.scrollHeight > sheet.clientHeight) {
      sheet.scrollTop += words.getBoundingClientRect().top - sheet.getBoundingClientRect().top - sheet.clientHeight / 3;
    }
  }

  function press(key) {
    const found = items[at] && items[at].querySelector('[data-key="' + key + '"]');
    if (!found) return;
    if (found.tagName === "DETAILS") {
      found.open = true;
      const field = found.querySelector("textarea, select, input:not([type=hidden])");
      if (field) field.focus();
    } else {
      found.click();
    }
  }

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (typing) {
      if (event.key === "Escape") {
        const fold = typing.closest("details");
        if (fold && items[at]) { fold.open = false; items[at].focus(); }
      }
      return;
    }
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if ("aemsx".includes(event.key) && event.key.length === 1 && root.hasAttribute("data-decides")) press(event.key);
    else return;
    event.preventDefault();
  });

  items.forEach((item, place) => item.addEventListener("focusin", () => { if (place !== at) go(place, true); }));
  root.querySelectorAll("[data-for]").forEach(mark => mark.addEventListener("click", () => {
    const place = items.findIndex(one => one.dataset.proposal === mark.dataset.for);
    if (place >= 0) setTimeout(() => go(place), 0);
  }));

  const named = items.findIndex(one => "#" + one.id === location.hash);
  const open = items.findIndex(one => one.classList.contains("p-item--open"));
  if (named >= 0) go(named);
  else if (open >= 0) go(open, true);
})();
