/* The table of all records: filters, figures, rows and pages. What is shown stands in the address. */
(function () {
  "use strict";
  const furikaeri = window.furikaeri || {};
  const root = document.querySelector("[data-explorer]");
  if (!root || !furikaeri.records) return; // the page says what it says without us

  const ROWS = 100; // a page of the table: quick to draw, and whole for the browser's own search and a screen reader
  const FACETS = furikaeri.FACETS;
  const find = (selector) => root.querySelector(selector);
  const form = find("form");
  const words = {};
  for (const word of find("[data-words]").content.querySelectorAll("[data-word]")) words[word.dataset.word] = word.textContent;
  const separator = root.dataset.separator;
  const format = furikaeri.words(root.dataset.units.split("|"), root.dataset.percent);
  const boxes = Object.fromEntries(FACETS.map((facet) => [facet, [...root.querySelectorAll(`input[name="${facet}"]`)]]));
  const nameOf = (box) => box.parentElement.querySelector("[data-name]");
  const labels = Object.fromEntries(FACETS.map((facet) => [facet, new Map(boxes[facet].map((box) => [box.value, nameOf(box)]))]));
  const texts = (facet) => new Map([...labels[facet]].map(([code, label]) => [code, label.textContent.trim()]));
  const records = new furikaeri.Records(furikaeri.records, Object.fromEntries(FACETS.map((facet) => [facet, texts(facet)])));
  const fromFolder = window.location.protocol === "file:";
  const strip = furikaeri.strip({ element, say, format, separator, address: (changes) => furikaeri.state.address({ ...state, ...changes }) });
  let state = furikaeri.state.read();
  let shown = [];

  function say(word, values) {
    return words[word].replace(/\{(\w+)\}/g, (_, name) => (values || {})[name]);
  }

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  /* A folder opened as a page shows its list of files: from a folder, an address names the file. */
  function link(address, ...children) {
    const made = element("a", "", ...children);
    made.href = fromFolder ? address.replace(/\/$/, "/index.html") : address;
    return made;
  }

  /* ---- rows ---- */

  function when(i) {
    const { data } = records;
    if (data.occurred_on[i]) return data.occurred_on[i];
    if (data.anchor[i] === null) return element("span", "fk-none", "—");
    return records.local(data.anchor[i])[0].toISOString().slice(0, 16).replace("T", " ");
  }

  function label(facet, code) {
    const known = labels[facet].get(code);
    if (!known) return [code];
    if (!code) return [element("span", "fk-quiet", known.textContent.trim())];
    if (known.dataset.href) return [link(known.dataset.href, known.textContent.trim())];
    return [...known.cloneNode(true).childNodes];
  }

  function services(i) {
    const codes = records.code("services", i);
    return codes.flatMap((code, place) => [...(place ? [separator] : []), ...label("service", code)]);
  }

  function incident(i) {
    const { data } = records;
    const id = data.id[i];
    const cell = [link(`${root.dataset.root}incidents/${id.toLowerCase()}/`, element("span", "fk-id", id), ` ${data.title[i]}`)];
    const kind = records.code("kind", i);
    if (kind !== "incident") cell.push(" ", element("small", "", records.name("kind", kind)));
    return cell;
  }

  function lasted(i) {
    const minutes = records.data.lasted[i];
    const open = ["open", "mitigated"].includes(records.code("status", i));
    const made = element("span", minutes === null ? "fk-none" : open ? "fk-so-far" : "", minutes === null ? "—" : format.duration(minutes) + (open ? "→" : ""));
    if (minutes === null || open) made.title = say(minutes === null ? "ends_unknown" : "so_far");
    return made;
  }

  function row(i) {
    const status = records.code("status", i);
    return element(
      "tr", "",
      element("td", "fk-when", when(i)),
      element("td", "", ...label("severity", records.code("severity", i))),
      element("td", "", ...incident(i)),
      element("td", "", ...services(i)),
      element("td", "", ...label("cause", records.code("cause", i))),
      element("td", "", ...label("detection", records.code("detection", i))),
      element("td", "", element("span", `fk-status fk-${status}`, records.name("status", status))),
      element("td", "fk-n", lasted(i)),
    );
  }

  /* ---- what is shown ---- */

  function show() {
    const chosen = records.choose(state);
    shown = records.sorted(chosen.shown, state.sort);
    const pages = Math.max(1, Math.ceil(shown.length / ROWS));
    state.page = Math.min(state.page, pages);
    const first = (state.page - 1) * ROWS;
    const rows = shown.slice(first, first + ROWS).map(row);
    find("tbody").replaceChildren(...(rows.length ? rows : [nothing()]));
    showFigures();
    showFilters(chosen.counts);
    showPages(first, rows.length, pages);
  }

  function nothing() {
    const cell = element("td", "fk-quiet", say(state.text ? "none_text" : "none"));
    cell.colSpan = 8;
    return element("tr", "fk-nothing", cell);
  }

  function showFigures() {
    const figures = records.figures(shown);
    const cells = strip(figures);
    for (const [kpi, content] of Object.entries(cells)) find(`[data-kpi="${kpi}"] dd`).replaceChildren(...content);
    const { median, n } = figures.durations.mttr;
    find("[data-first]").textContent = n ? `${say("first")} ${format.duration(median)} (${say("n", { n })})` : "";
    find("[data-shown]").textContent = say("shown", { n: shown.length, total: records.count });
    const only = find("[data-only]");
    only.hidden = !state.only;
    if (state.only) {
      const all = element("a", "", say("remove"));
      all.href = furikaeri.state.address({ ...state, only: "", page: 1 });
      all.dataset.only = "";
      only.replaceChildren(say("only", { what: onlyName() }), " ", all);
    }
  }

  function onlyName() {
    if (state.only === "left_out") return say("only_left");
    const [kpi, wanted] = state.only.split(".");
    const title = root.querySelector(`[data-kpi="${CSS.escape(kpi)}"] dt a`);
    const word = words[wanted === "closed" ? "in_figure" : `only_${wanted}`];
    return title && word ? `${title.textContent} – ${word}` : state.only;
  }

  function showFilters(counts) {
    for (const name of ["text", "from", "to", "sort"]) if (form.elements[name].value !== state[name]) form.elements[name].value = state[name];
    for (const facet of FACETS) {
      for (const box of boxes[facet]) {
        box.checked = state[facet].has(box.value);
        const n = counts[facet].get(box.value) || 0;
        box.parentElement.querySelector("[data-count]").textContent = n;
        box.parentElement.classList.toggle("fk-empty", n === 0);
      }
      const names = [...state[facet]].map((code) => records.name(facet, code));
      const text = names.length === 0 ? say("all") : names.length < 3 ? names.join(separator) : say("chosen", { n: names.length });
      find(`[data-facet="${facet}"] [data-chosen]`).textContent = text;
      find(`[data-facet="${facet}"]`).classList.toggle("fk-set", names.length > 0);
    }
    const active = furikaeri.state.active(state);
    find("[data-active]").textContent = active ? say("active", { n: active }) : "";
    find("[data-reset]").hidden = !active;
    find("[data-reset]").href = furikaeri.state.address(furikaeri.state.parse(""));
    const sorted = state.sort.replace(/^-/, "");
    for (const head of root.querySelectorAll("[data-column]")) {
      const direction = state.sort.startsWith("-") ? "descending" : "ascending";
      if (head.dataset.column === sorted) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    }
  }

  function showPages(first, length, pages) {
    find(".fk-pages").hidden = pages === 1;
    find("[data-pages]").textContent = say("range", { first: first + 1, last: first + length, n: shown.length });
    for (const [name, page] of [["previous", state.page - 1], ["next", state.page + 1]]) {
      const turn = find(`[data-page="${name}"]`);
      turn.hidden = page < 1 || page > pages;
      turn.href = furikaeri.state.address({ ...state, page });
    }
  }

  /* ---- what people do ---- */

  function change(changes, replaces) {
    state = { ...state, page: 1, ...changes };
    show();
    furikaeri.state.write(state, replaces);
  }

  /* An ordinary click changes what is shown; with a key held it opens the address as any link does. */
  function follow(event, changes) {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
    event.preventDefault();
    change(changes);
    return true;
  }

  /* Words typed in one go are one step back. */
  let typing = false;
  form.elements.text.addEventListener("input", () => {
    change({ text: form.elements.text.value }, typing);
    typing = true;
  });
  form.elements.text.addEventListener("blur", () => (typing = false));
  for (const name of ["from", "to", "sort"]) form.elements[name].addEventListener("change", (event) => change({ [name]: event.target.value }));
  for (const facet of FACETS) {
    for (const box of boxes[facet]) {
      box.addEventListener("change", () => {
        const codes = new Set(state[facet]);
        if (box.checked) codes.add(box.value);
        else codes.delete(box.value);
        change({ [facet]: codes });
      });
    }
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  find("[data-reset]").addEventListener("click", (event) => {
    if (follow(event, { ...furikaeri.state.parse(""), sort: state.sort })) form.elements.text.focus({ preventScroll: true });
  });
  root.addEventListener("click", (event) => {
    const only = event.target.closest("a[data-only]");
    if (only && follow(event, { only: only.dataset.only })) find("[data-shown]").focus({ preventScroll: true });
  });
  for (const head of root.querySelectorAll("[data-column]")) {
    head.firstElementChild.addEventListener("click", () => {
      const name = head.dataset.column;
      const first = ["start", "lasted"].includes(name) ? `-${name}` : name;
      change({ sort: state.sort === first ? (first === name ? `-${name}` : name) : first });
    });
  }
  for (const turn of root.querySelectorAll("[data-page]")) {
    turn.addEventListener("click", (event) => {
      if (!follow(event, { page: state.page + (turn.dataset.page === "next" ? 1 : -1) })) return;
      const region = find(".fk-scroll");
      region.focus({ preventScroll: true });
      region.scrollIntoView({ block: "start" });
    });
  }
  find("[data-csv]").addEventListener("click", () => {
    const file = new Blob([furikaeri.csv(records, shown)], { type: "text/csv" });
    const save = element("a", "");
    save.href = URL.createObjectURL(file);
    save.download = "incidents-view.csv";
    save.click();
    URL.revokeObjectURL(save.href);
  });

  /* Lists of choices close as a menu does: at a click elsewhere, or with Escape, which leads back to their name. */
  const picks = [...root.querySelectorAll(".fk-pick")];
  document.addEventListener("click", (event) => {
    for (const pick of picks) if (pick.open && !pick.contains(event.target)) pick.open = false;
  });
  for (const pick of picks) {
    pick.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !pick.open) return;
      pick.open = false;
      pick.firstElementChild.focus();
    });
    pick.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !pick.contains(event.relatedTarget)) pick.open = false;
    });
  }

  const narrow = window.matchMedia("(max-width: 44.9em)");
  const fold = () => root.querySelectorAll(".fk-fold").forEach((part) => (part.open = !narrow.matches));
  narrow.addEventListener("change", fold);
  const again = () => {
    state = furikaeri.state.read();
    typing = false;
    show();
  };
  window.addEventListener("popstate", again);

  /* ---- beginning ---- */

  for (const facet of ["cause", "detection", "status"]) if (boxes[facet].length < 2) find("table").classList.add(`fk-one-${facet}`);
  form.elements.to.append(...[...form.elements.from.children].slice(1).map((years) => years.cloneNode(true)));
  fold();
  show();
  root.hidden = false;
  (window.requestIdleCallback || window.setTimeout)(() => records.texts); // folded before the first word is typed
  document.querySelector("[data-explorer-latest]").hidden = true;
})();
