"""Atom feeds (RFC 4287): the newest incidents of the site, and of each service."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import feedgenerator
from markupsafe import Markup, escape

from generator.model.incident import Incident
from generator.render.address import fit, last_change, lasting_name
from generator.render.casebook import Casebook
from generator.render.links import Links
from generator.render.terms import SHAPES

_ENTRIES = 50


class _Atom(feedgenerator.Atom1Feed):  # type: ignore[misc]  # the library ships no types
    """The library's feed, which takes the present as the time of a feed without entries."""

    def __init__(self, updated: dt.datetime, **given: object) -> None:
        super().__init__(**given)
        self.updated = updated

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest change was."""
        return self.updated


def feeds(book: Casebook) -> dict[str, bytes]:
    """Return `feed.xml` and one for each service.

    Addresses are absolute where `site_url` is set, else relative to the feed's own, as readers resolve them. A record
    whose visibility is restricted is in none.
    """
    shown = [incident for incident in reversed(book.incidents) if incident.visibility != "restricted"]
    files = {"feed.xml": _feed(book, "feed.xml", "", _title(book), shown)}
    for name, slug in book.service_slugs.items():
        own = [incident for incident in shown if name in incident.services]
        title = f"{book.service(name)} — {_title(book)}"
        path = f"services/{slug}/"
        files[f"{path}feed.xml"] = _feed(book, f"{path}feed.xml", path, title, own)
    return files


def _title(book: Casebook) -> str:
    return book.inputs.site_name or book.words("Incident list")


def _feed(book: Casebook, uri: str, page: str, title: str, incidents: Sequence[Incident]) -> bytes:
    site = book.inputs.site_url
    links = Links(site.rstrip("/") + "/" if site else "../" * uri.count("/") or "./")
    newest = [(incident, last_change(book, incident)) for incident in incidents[:_ENTRIES]]
    feed = _Atom(
        max((changed for _, changed in newest), default=book.as_of.astimezone(dt.UTC)),
        title=fit(title),
        link=links.page(page),
        description=None,
        language=book.words.language,
        author_name=fit(_title(book)),
        feed_url=links.page(uri),
        feed_guid=lasting_name(site, uri if site else book.inputs.folder + uri),
    )
    for incident, changed in newest:
        feed.add_item(
            title=fit(_entry_title(book, incident)),
            link=links.incident(incident.id),
            description=fit(_summary(book, incident, links)),
            unique_id=lasting_name(site, f"incidents/{incident.slug}"),
            updateddate=changed,
            pubdate=min(changed, incident.anchor) if incident.anchor else None,
            categories=[fit(name) for name in _categories(book, incident)],
        )
    out = io.BytesIO()
    feed.write(out, "utf-8")
    return out.getvalue()


def _entry_title(book: Casebook, incident: Incident) -> str:
    level = book.policy.severities.get(incident.severity)
    word = f" {book.words.of(level.label)}" if level else ""
    shape = SHAPES[min(book.policy.severity_rank(incident.severity), len(SHAPES) - 1)]
    state = f" ({book.words('ongoing')})" if incident.is_open else ""
    return f"{shape} {incident.severity}{word}: {incident.title}{state}"


def _summary(book: Casebook, incident: Incident, links: Links) -> Markup:
    """Return the facts in a line, then the summary as the incident's page has it."""
    line = book.line(incident.id)
    facts = [incident.id, line.when, *(name for _, name in line.services)]
    if line.minutes is not None:
        facts.append(book.words.duration(line.minutes) + ("→" if incident.is_open else ""))
    text = next((section.text for section in incident.sections if section.key == "summary"), "")
    return Markup("<p>{}</p>\n{}").format(escape(" · ".join(facts)), book.body.block(text, links, book.words))


def _categories(book: Casebook, incident: Incident) -> tuple[str, ...]:
    services = tuple(book.service(name) for name in dict.fromkeys(incident.services))
    return (incident.severity, incident.kind, *services, book.cause(incident.cause))
