"use strict";
// The way to the other edition keeps the place in the page and what was asked of it; a copy on disk needs file names.
(() => {
  const links = document.querySelectorAll(".md-select__link[hreflang]");
  const aim = (event) => {
    const link = event.currentTarget;
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    link.search = location.search;
    link.hash = location.hash;
  };
  for (const link of links) for (const name of ["click", "auxclick", "focus"]) link.addEventListener(name, aim);
})();
