/* Reading pages: the print button is there where it can work. */
(function () {
  "use strict";
  document.querySelectorAll("[data-print]").forEach(button => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
