// Applies the remembered theme before the first paint.
(function () {
  "use strict";
  try {
    const chosen = localStorage.getItem("testudo-theme");
    if (chosen === "light" || chosen === "dark") {
      document.documentElement.dataset.theme = chosen;
    }
  } catch (e) {
    // Without storage the system's preference decides.
  }
  if (matchMedia("(max-width: 60rem)").matches) {
    document.addEventListener("DOMContentLoaded", function () {
      const menu = document.querySelector("details.menu");
      if (menu) {
        menu.open = false;
      }
    });
  }
})();
