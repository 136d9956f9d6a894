/* What the filters say, as the page's address says it. */
(function () {
  "use strict";
  const furikaeri = (window.furikaeri = window.furikaeri || {});
  /* `q` is the theme's: it opens the search of the whole site. */
  const SINGLE = { text: "", from: "", to: "", only: "", sort: "-start" };

  function parse(text) {
    const given = new URLSearchParams(text);
    const state = Object.fromEntries(Object.entries(SINGLE).map(([key, usual]) => [key, given.get(key) || usual]));
    for (const facet of furikaeri.FACETS) state[facet] = new Set(given.getAll(facet));
    state.page = Math.max(1, parseInt(given.get("page"), 10) || 1);
    return state;
  }

  /* Only what differs from the list as it is without a filter. */
  function written(state) {
    const said = new URLSearchParams();
    for (const [key, usual] of Object.entries(SINGLE)) if (state[key] !== usual) said.set(key, state[key]);
    for (const facet of furikaeri.FACETS) for (const code of state[facet]) said.append(facet, code);
    if (state.page > 1) said.set("page", state.page);
    return said.toString();
  }

  /* How many things are filtered by: each facet once, a range once. */
  function active(state) {
    const facets = furikaeri.FACETS.filter((facet) => state[facet].size).length;
    return facets + Boolean(state.text.trim()) + Boolean(state.from || state.to) + Boolean(state.only);
  }

  /* A page opened from a folder may not change its query: there the state is what follows the #. */
  function read() {
    return parse(window.location.search.length > 1 ? window.location.search : window.location.hash.slice(1));
  }

  function address(state) {
    const text = written(state);
    if (window.location.protocol === "file:") return `#${text}`;
    return text ? `?${text}` : window.location.pathname;
  }

  function write(state, replaces) {
    const method = replaces ? "replaceState" : "pushState";
    window.history[method](null, "", address(state));
  }

  furikaeri.state = { parse, active, read, address, write };
})();
