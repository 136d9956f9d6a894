/* Puts our search behind Material's search field. It stands between Material's settings and the script that reads them.
   The words it shows are in its own element. */
(() => {
  "use strict";

  const own = document.currentScript;
  const settings = document.getElementById("__config");
  const generator = document.querySelector("meta[name=generator]");
  // Zensical has a search of its own, and a language of its own between field and worker.
  if (!settings || (generator && generator.content.startsWith("zensical"))) return;

  // A copy on disk can start no worker, so Material hides its field, but would first look for an index by this name.
  if (location.protocol === "file:") {
    document.forms.namedItem("search")?.removeAttribute("name");
    document.querySelector(".md-header__button[for=__search]")?.remove();
    return;
  }

  const config = JSON.parse(settings.textContent);
  const source = new URL(own.src);
  config.search = new URL(`search-worker.js${source.search}`, source).href;
  settings.textContent = JSON.stringify(config);

  const field = document.querySelector("[data-md-component=search-query]");
  const result = document.querySelector("[data-md-component=search-result]");
  if (!field || !result) return;

  // Material listens to keys alone; a word that is pasted, spoken or chosen comes without any.
  field.addEventListener("input", () => field.dispatchEvent(new Event("keyup")));

  // Whoever goes to the field will type: the worker may open its index meanwhile.
  const channel = new BroadcastChannel(config.search);
  field.addEventListener("focus", () => channel.postMessage(""), { once: true });

  const meta = result.firstElementChild;
  const list = result.lastElementChild;

  /* Material counts what it lists; what the worker found beyond that, or that it failed, only the worker knows. */
  function tell() {
    const mark = list.querySelector("[data-fk-found], [data-fk-broken]");
    if (!mark) return;
    let text = own.dataset.broken;
    if (mark.dataset.fkFound) {
      text = own.dataset.more.replace("{shown}", mark.dataset.fkShown).replace("{found}", mark.dataset.fkFound);
    } else if (!mark.textContent) {
      mark.textContent = own.dataset.list;
    }
    if (meta.textContent !== text) meta.textContent = text;
  }

  new MutationObserver(tell).observe(result, { childList: true, subtree: true });
})();
