"use strict";
// The way to the other edition keeps the place in the page and what was asked of it.
(() => {
  const links = document.querySelectorAll(".md-select__link[hreflang]");
  const aim = (event) => {
    const link = event.currentTarget;
    link.search = location.search;
    link.hash = location.hash;
  };
  for (const link of links) for (const name of ["click", "auxclick", "focus"]) link.addEventListener(name, aim);
})();
