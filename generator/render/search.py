"""The files that the search field reads: an index of all records, and the site's own pages beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from generator.model.incident import Incident
from generator.render.actions import ActionListView
from generator.render.casebook import Casebook
from generator.render.incident import IncidentView, uri_of
from generator.render.links import Links
from generator.render.recurrences import RecurrenceYearView
from generator.render.rules import RulesView
from generator.render.search_index import BLOCK, Document, Index, index
from generator.render.search_text import sections_of, text_of
from generator.render.templates import Sheet
from generator.render.terms import SHAPES, TERMS

SCHEMA = "furikaeri/search/1"
FOLDER = "search"
#: Pages whose own text is worth finding; of the others the title is, as they list what is found itself.
_TOLD = frozenset({"response", "oncall", "methodology", "data"})
#: Pages there is one of, whose headings are what people look for: what is overdue, what awaits a decision.
_HEADED = frozenset({"actions", "recurrences", "detection", "recovery", "promises", "quality"})


def records_index(book: Casebook, said: Mapping[str, Sequence[str]]) -> Index:
    """Return the index of all records, the newest first; `said` are the texts that each page shows of its author's.

    It holds no words of the site, so editions in several languages may share it.
    """
    return index([_document(book, incident, said.get(uri_of(incident), ())) for incident in reversed(book.incidents)])


def is_record(sheet: Sheet) -> bool:
    """Tell whether a sheet is the page of a record."""
    return isinstance(sheet.view, IncidentView)


def is_read(sheet: Sheet) -> bool:
    """Tell whether `search_files` reads the finished page."""
    return sheet.template in _TOLD | _HEADED


def search_files(
    book: Casebook, sheets: Sequence[Sheet], pages: Mapping[str, bytes], records: Index, place: str = ""
) -> dict[str, bytes]:
    """Return the files of the search: `search/furikaeri.json`, and the index unless it has its `place` already.

    `place` is the folder of an index that another edition has written, relative to `search/`. The index's own folder
    bears its stamp: what a browser kept of yesterday's never meets today's.
    """
    document = {
        "schema": SCHEMA,
        "records": {},
        "severities": _severities(book),
        "kinds": {name: book.words(text) for name, text in TERMS["kind"].items() if name != "incident"},
        "services": {name: label for name in book.service_slugs if (label := book.service(name)) != name},
        "pages": list(_pages(book, sheets, pages)),
    }
    return _with_index(document, records, place)


def moved(document: bytes, records: Index, place: str = "") -> dict[str, bytes]:
    """Return the files of the search where only the index of the records is another; see `search_files`.

    `document` is `search/furikaeri.json` as it was.
    """
    return _with_index(json.loads(document), records, place)


def _with_index(document: Mapping[str, object], records: Index, place: str) -> dict[str, bytes]:
    folder = place or f"{records.stamp}/"
    own = {} if place else {f"{FOLDER}/{folder}{name}": content for name, content in records.files.items()}
    at = {"at": folder, "documents": records.documents, "shards": records.shards, "block": BLOCK}
    told = json.dumps({**document, "records": at}, ensure_ascii=False, separators=(",", ":"))
    return own | {f"{FOLDER}/furikaeri.json": told.encode()}


def from_another_edition(records: Index) -> str:
    """Return the `place` of the main edition's index, as seen from another one."""
    return f"../../{FOLDER}/{records.stamp}/"


def search_words(book: Casebook, scripts: Mapping[str, str]) -> dict[str, str]:
    """Return what the script of the search says, for the theme's frame, and a version of the scripts themselves."""
    words = book.words
    ours = "".join(text for name, text in sorted(scripts.items()) if name.startswith("search"))
    return {
        "version": hashlib.sha256(ours.encode()).hexdigest()[:8],
        "list": words("Incident list"),
        "more": words("{shown} of {found}. More words narrow it down.", shown="{shown}", found="{found}"),
        "broken": words("The search could not load its index. Reload the page, or look in the list of incidents."),
    }


def _document(book: Casebook, incident: Incident, said: Iterable[str]) -> Document:
    services = book.policy.services
    labels = [services[name].label.values() for name in incident.services if name in services]
    names = dict.fromkeys((*incident.services, *chain.from_iterable(labels)))
    text = "\n".join(filter(None, (*names, *dict.fromkeys(said))))  # what it says twice is found once
    shown = {
        "id": incident.id,
        "severity": incident.severity,
        "kind": incident.kind,
        "when": book.line(incident.id).when,
        "services": incident.services,
        "names": len(names),
    }
    return Document(f"{incident.id} {incident.title}", text, shown)


def _severities(book: Casebook) -> dict[str, tuple[int, str, str]]:
    """Return rank, shape and name of every severity, as the pages show them."""
    policy = book.policy
    ranks = {name: min(policy.severity_rank(name), len(SHAPES) - 1) for name in policy.severities}
    return {name: (rank, SHAPES[rank], book.words.of(policy.severities[name].label)) for name, rank in ranks.items()}


def _pages(book: Casebook, sheets: Sequence[Sheet], pages: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield address, title and text of what is no record; an address with a `#` is a part of the page before it."""
    months = [sheet for sheet in sheets if sheet.template == "month"]
    others = [sheet for sheet in sheets if sheet.template != "month" and not is_record(sheet) and not _goes_on(sheet)]
    for sheet in (*others, *sorted(months, key=lambda sheet: sheet.uri, reverse=True)):
        address = sheet.uri.removesuffix(".md").removesuffix("index").rstrip("/")
        address = f"{address}/" if address else ""
        told = sheet.template in _TOLD
        first, *sections = sections_of(pages[sheet.uri]) if is_read(sheet) else [("", "", "")]
        yield address, sheet.title, (first[2] if told else "") or _note(book, address)
        yield from ((f"{address}#{anchor}", heading, text if told else "") for anchor, heading, text in sections)
        if isinstance(sheet.view, RulesView):
            for rule in (rule for family in sheet.view.families for rule in family.rules):
                yield f"{address}#{rule.name}", f"{rule.code} {rule.name}", rule.reason


def _goes_on(sheet: Sheet) -> bool:
    """Tell whether a sheet is a later page of a list, which its first one leads to."""
    return isinstance(sheet.view, ActionListView | RecurrenceYearView) and sheet.view.number > 1


def _note(book: Casebook, address: str) -> str:
    """Return the human note of the month that a page is about, or ""."""
    review = book.reviews.get(address.removeprefix("reviews/").rstrip("/"))
    if review is None or not address.startswith("reviews/"):
        return ""
    links = Links("")
    told = [text_of(book.body.block(text, links, book.words)) for text in (*review.decisions, review.text)]
    return "\n".join([*told, *(action.title for action in review.actions)])
