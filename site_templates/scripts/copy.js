/* A copy of the site on disk: a folder's address opens its listing there, so links lead to the page in it. */
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  const aim = (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link && link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  };
  for (const name of ["click", "auxclick", "contextmenu", "focusin"]) document.addEventListener(name, aim, true);
})();
