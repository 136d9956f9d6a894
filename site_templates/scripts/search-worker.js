/* The worker behind Material's search field: answers from the files below `search/`, of which it loads the few it
   needs. How they are written, and what the keys are, stands in `generator/render/search_index.py`. */
(() => {
  "use strict";

  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // Material's messages
  const SCHEMA = "furikaeri/search/1";
  const SHOWN = 20; // results in the list
  const PAGES = 4; // pages that stand before the records by their titles, and among those shown by their texts
  const AROUND = 36; // characters of an excerpt on either side
  const PLACE = new URL("../../search/", self.location.href);

  const isAscii = (character) => character >= "!" && character <= "~";
  const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ς", "σ");
  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const safe = (text) => text.replace(/[&<>"']/g, (character) => escapes[character]);

  /* ---- files ---- */

  let opened = null;
  let written = []; // what Material's own index holds: the pages that somebody wrote by hand

  async function load(address, options) {
    const answer = await fetch(address, options);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer;
  }

  /* A promise that is kept, unless it is broken: then the next one may ask again. */
  function once(kept, name, make) {
    if (!kept.has(name)) {
      const promise = make();
      promise.catch(() => kept.delete(name));
      kept.set(name, promise);
    }
    return kept.get(name);
  }

  async function open() {
    // Its name never changes, so it is asked whether it did; all others have a folder that bears their stamp.
    const site = await (await load(new URL("furikaeri.json", PLACE), { cache: "no-cache" })).json();
    if (site.schema !== SCHEMA) throw new Error(`${site.schema} is not ${SCHEMA}`);
    const at = new URL(site.records.at, PLACE);
    const lengths = numbers(new Uint8Array(await (await load(new URL("docs.bin", at))).arrayBuffer()), false);
    const count = site.records.documents;
    const starts = new Uint32Array(count + 1);
    const titles = new Uint32Array(count);
    for (let number = 0; number < count; number += 1) {
      starts[number + 1] = starts[number] + lengths[number * 2];
      titles[number] = lengths[number * 2 + 1];
    }
    const pages = site.pages.map(([location, title, text]) => page(location, title, text));
    return { ...site, at, starts, titles, count, pages: pages.concat(others(pages)), kept: new Map() };
  }

  function page(location, title, text) {
    return { location, title, text, inTitle: fold(title), inText: fold(`${title}\n${text}`) };
  }

  /* What Material indexed and we did not. Its texts are HTML. */
  function others(pages) {
    const ours = new Set(pages.map(({ location }) => location.split("#")[0]));
    const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(amp|lt|gt|quot|#39);/g, (found) =>
      Object.keys(escapes).find((character) => escapes[character] === found));
    return written
      .filter(({ location }) => !ours.has(location.split("#")[0]) && !/^incidents\/inc-/.test(location))
      .map(({ location, title, text }) => page(location, plain(title), plain(text)));
  }

  function shard(site, number) {
    return once(site.kept, `p${number}.bin`, async () => {
      const bytes = new Uint8Array(await (await load(new URL(`p${number}.bin`, site.at))).arrayBuffer());
      const length = new DataView(bytes.buffer).getUint32(0, true);
      const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
      const lists = new Map();
      let from = 4 + length;
      for (const [key, size] of head) {
        lists.set(key, [from, from + size]);
        from += size;
      }
      return { bytes, lists };
    });
  }

  async function list(site, key) {
    let number = 0;
    for (const character of key) number = (number * 31 + character.codePointAt(0)) % 1000003;
    const { bytes, lists } = await shard(site, number % site.records.shards);
    const [from, to] = lists.get(key) || [0, 0];
    return numbers(bytes.subarray(from, to), true);
  }

  function numbers(bytes, rising) {
    const found = new Uint32Array(bytes.length);
    let length = 0, last = 0, value = 0, shift = 0;
    for (const byte of bytes) {
      value += (byte & 127) * 2 ** shift;
      shift += 7;
      if (byte < 128) {
        last = rising ? last + value : value;
        found[length] = last;
        length += 1;
        value = shift = 0;
      }
    }
    return found.subarray(0, length);
  }

  function shown(site, number) {
    const block = Math.floor(number / site.records.block);
    const texts = once(site.kept, `t${block}.json`, async () => (await load(new URL(`t${block}.json`, site.at))).json());
    return texts.then((documents) => documents[number % site.records.block]);
  }

  /* ---- finding ---- */

  /* Keys that cover a word, each with its place in it; null where a list of holders answers for the whole word. */
  function cover(word) {
    const size = word.length;
    if (size === 1 || (size === 2 && word.every(isAscii))) return null;
    const keys = [];
    for (let at = 0; at < size; ) {
      if (at === size - 1) at -= 1;
      let from = at, to = at + 2, mark = "";
      if (isAscii(word[at]) && isAscii(word[at + 1])) {
        if (at + 2 < size) to += 1;
        else if (at && isAscii(word[at - 1])) from -= 1;
        else mark = " "; // a run of ASCII begins here: what stands before it is in the word
      }
      keys.push({ key: mark + word.slice(from, to).join(""), at: from });
      at = to;
    }
    return keys;
  }

  /* The places of `own`, moved by `at` to where the word would begin, that are among `places` too. */
  function both(places, own, at) {
    const found = [];
    let next = 0;
    for (const place of places) {
      while (next < own.length && own[next] < place + at) next += 1;
      if (next === own.length) break;
      if (own[next] === place + at) found.push(place);
    }
    return found;
  }

  /* What every document is to a word: 0 without it, 1 in its text, 2 in its title, 3 at the beginning of its title. */
  async function ranks(site, text) {
    const word = Array.from(text);
    const found = new Uint8Array(site.count);
    const keys = cover(word);
    if (!keys) {
      for (const value of await list(site, text)) found[value >> 1] = 1 + (value & 1);
      return found;
    }
    const lists = await Promise.all(keys.map(async ({ key, at }) => ({ at, own: await list(site, key) })));
    lists.sort((one, other) => one.own.length - other.own.length);
    let places = Array.from(lists[0].own, (place) => place - lists[0].at);
    for (const { own, at } of lists.slice(1)) places = both(places, own, at);
    let number = 0;
    for (const place of places) {
      while (site.starts[number + 1] <= place) number += 1;
      const into = place - site.starts[number];
      const rank = into === 0 ? 3 : into < site.titles[number] ? 2 : 1;
      if (rank > found[number]) found[number] = rank;
    }
    return found;
  }

  const ID = /^inc[-‐‑–−ー]?(\d{4})(?:[-‐‑–−ー](\d*))?$/;

  /* The ways to read a word; the first is the likeliest: INC-2026-14 is INC-2026-014 before INC-2026-140. */
  function readings(word) {
    const id = ID.exec(word);
    if (!id) return [word];
    const [, year, number] = id;
    const forms = number ? [`inc-${year}-${number.replace(/^0+(?=\d)/, "").padStart(3, "0")}`] : [];
    return [...new Set([...forms, number === undefined ? `inc-${year}` : `inc-${year}-${number}`, word])];
  }

  async function rankedBy(site, word) {
    const forms = readings(word);
    const found = await Promise.all(forms.map((form) => ranks(site, form)));
    const [first, ...rest] = found;
    if (rest.length) first.forEach((rank, number) => { if (rank === 3) first[number] = 4; });
    for (const other of rest) other.forEach((rank, number) => { if (rank > first[number]) first[number] = rank; });
    return first;
  }

  async function records(site, words) {
    const all = await Promise.all(words.map((word) => rankedBy(site, word)));
    const found = [[], [], [], [], []];
    for (let number = 0; number < site.count; number += 1) found[Math.min(...all.map((own) => own[number]))].push(number);
    return found;
  }

  /* The pages that hold all words, those whose title does first; parts of a page stand with it. */
  function pagesWith(site, words) {
    const groups = new Map();
    for (const each of site.pages) {
      if (!words.every((word) => each.inText.includes(word))) continue;
      const name = each.location.split("#")[0];
      if (!groups.has(name)) groups.set(name, { titled: false, own: [] });
      const group = groups.get(name);
      const titled = words.every((word) => each.inTitle.includes(word));
      group.titled ||= titled;
      group.own.push({ ...each, titled });
    }
    const whole = new Map(site.pages.filter(({ location }) => !location.includes("#")).map((each) => [each.location, each]));
    const found = [...groups].map(([name, { titled, own }]) => {
      const parts = own.filter(({ location }) => location.includes("#")).sort((a, b) => b.titled - a.titled);
      return { titled, all: [own.find(({ location }) => location === name) || whole.get(name), ...parts].filter(Boolean) };
    });
    return [found.filter(({ titled }) => titled), found.filter(({ titled }) => !titled)];
  }

  async function find(site, words) {
    const [[, inText, inTitle, ids, exact], [titled, told]] = [await records(site, words), pagesWith(site, words)];
    const asRecord = (number) => ({ number });
    const best = [...exact, ...ids].map(asRecord).concat(titled.slice(0, PAGES), [...inTitle, ...inText].map(asRecord));
    const also = titled.slice(PAGES).concat(told);
    const room = Math.max(SHOWN - PAGES, SHOWN - also.length); // a page that tells of it is not lost behind many records
    const all = best.slice(0, room).concat(also.slice(0, PAGES), best.slice(room), also.slice(PAGES));
    const marks = [...new Set(words.flatMap(readings))];
    const items = await Promise.all(all.slice(0, SHOWN).map(async (each, place) => {
      const score = all.length - place;
      return each.all ? pageItems(each.all, marks, score) : [recordItem(site, await shown(site, each.number), marks, score)];
    }));
    if (all.length > SHOWN) items[0][0].title += `<span hidden data-fk-shown="${SHOWN}" data-fk-found="${all.length}"></span>`;
    return items;
  }

  /* ---- showing ---- */

  const CLUSTER = /\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gsu;

  /* Where the words stand in a text as it was written, as pairs of beginning and end. */
  function hits(text, words) {
    let folded = "";
    const from = [];
    for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
      const own = fold(cluster);
      for (let unit = 0; unit < own.length; unit += 1) from.push([index, index + cluster.length]);
      folded += own;
    }
    const found = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        found.push([from[at][0], from[at + word.length - 1][1]]);
      }
    }
    return found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  }

  function marked(text, found, forms, from = 0, to = text.length) {
    let html = "", last = from;
    for (const [begin, end] of found) {
      if (begin < last || end > to) continue;
      const form = text.slice(begin, end);
      forms.add(form);
      html += `${safe(text.slice(last, begin))}<mark>${safe(form)}</mark>`;
      last = end;
    }
    return html + safe(text.slice(last, to));
  }

  /* The lines that show the words, one for each that no earlier line showed, at most two; without any the first.
     Words that the title shows already are looked for only where it shows all. */
  function excerpt(text, words, title, forms) {
    const inTitle = fold(title);
    const unseen = words.filter((word) => !inTitle.includes(word));
    const lines = text.split("\n").filter((line) => line && !inTitle.includes(fold(line))); // it would say the title again
    const missing = new Set(unseen.length ? unseen : words);
    const chosen = [];
    for (const line of lines) {
      if (!missing.size || chosen.length === 2) break;
      const folded = fold(line);
      const here = [...missing].filter((word) => folded.includes(word));
      here.forEach((word) => missing.delete(word));
      if (here.length) chosen.push(line);
    }
    return (chosen.length ? chosen : lines.slice(0, 1)).map((line) => {
      const found = hits(line, words);
      const [begin, end] = found[0] || [0, AROUND];
      const cut = (at) => (/[\udc00-\udfff]/.test(line[at] || "") ? at - 1 : at); // never between the halves of a character
      const from = begin > AROUND * 1.5 ? cut(begin - AROUND) : 0;
      const to = Math.min(line.length, cut(Math.max(end + AROUND, from + AROUND * 3)));
      const html = marked(line, found, forms, from, to);
      return `<span class="fk-search__excerpt">${from ? "…" : ""}${html}${to < line.length ? "…" : ""}</span>`;
    }).join("");
  }

  /* The forms in which the words stand on the page; Material marks them there. Ids it would mark number by number. */
  const terms = (forms) => Object.fromEntries([...forms].filter((form) => !ID.test(fold(form))).slice(0, 5).map((form) => [form, true]));

  function recordItem(site, record, words, score) {
    const forms = new Set();
    const [rank, shape, label] = site.severities[record.severity] || [3, "", ""];
    const kind = site.kinds[record.kind];
    const title = record.title.slice(record.id.length + 1);
    const body = record.text.split("\n").slice(record.names).join("\n");
    const services = record.services.map((name) => site.services[name] || name).join(" · ");
    const facts = [
      `<span class="fk-sev fk-p${rank}"><span aria-hidden="true">${shape}</span> ${safe(`${record.severity} ${label}`)}</span>`,
      `<span class="fk-id">${marked(record.id, hits(record.id, words), forms)}</span>`,
      `<span class="fk-search__when">${safe(record.when)}</span>`,
      kind ? `<span>${safe(kind)}</span>` : "",
      `<span>${marked(services, hits(services, words), forms)}</span>`,
    ];
    const heading = marked(title, hits(title, words), forms);
    const text = excerpt(body, words, `${record.title} ${services}`, forms);
    return {
      location: `incidents/${record.id.toLowerCase()}/`,
      title: `<span class="fk-search__facts">${facts.join(" ")}</span><span class="fk-search__title">${heading}</span>`,
      text, score, terms: terms(forms),
    };
  }

  function pageItems(all, words, score) {
    return all.map((each, place) => {
      const forms = new Set();
      const title = marked(each.title, hits(each.title, words), forms);
      const text = each.text ? excerpt(each.text, words, each.title, forms) : "";
      // Material folds away what scores less than the first.
      return { location: each.location, title, text, score: place < 3 ? score : score - 1, terms: terms(forms) };
    });
  }

  const broken = [[{ location: "incidents/", title: "<span data-fk-broken></span>", text: "", score: 1, terms: {} }]];

  /* ---- Material's messages ---- */

  async function answer(query) {
    const words = [...new Set(fold(query).split(/\s+/).filter(Boolean))];
    if (!words.length) return [];
    for (let again = true; ; again = false) {
      try {
        opened ||= open();
        return await find(await opened, words);
      } catch (error) {
        opened = null; // the site may have been built anew: its index is then in another folder
        if (!again) {
          console.warn(String(error));
          return broken;
        }
      }
    }
  }

  /* The field has the focus. What goes wrong now will go wrong again when something is typed, and is said then. */
  new BroadcastChannel(self.location.href).addEventListener("message", () => {
    opened ||= open();
    opened.catch(() => { opened = null; });
  });

  let latest = 0;
  self.addEventListener("message", async ({ data: message }) => {
    if (message.type === SETUP) {
      written = message.data.docs;
      self.postMessage({ type: READY });
    } else if (message.type === QUERY) {
      const mine = (latest += 1);
      const items = await answer(message.data);
      if (mine === latest) self.postMessage({ type: RESULT, data: { items } }); // else more was typed meanwhile
    }
  });
})();
