"""The whole way of a site, up to its files: read, check, measure, draw, render."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.model.memory import no_collection
from generator.model.page import Edition, Made, Site
from generator.model.policy import Language
from generator.publish.crew import together
from generator.publish.editions import addresses
from generator.publish.gather import drawn, gather, told
from generator.publish.preview import Previews
from generator.publish.report import Report, silent
from generator.publish.usable import Usable, instant, usable
from generator.render.site import render_editions


def make(
    root: Path,
    *,
    as_of: dt.datetime | str | None = None,
    language: Language | None = None,
    edit_url: str = "",
    editions: Sequence[Language] = (),
    site_url: str = "",
    site_names: Mapping[Language, str] | None = None,
    later: bool = False,
    report: Report = silent,
    jobs: int = 1,
    preview: bool = False,
    have: Usable | None = None,
) -> Made:
    """Make the site of `root` as it was known at `as_of` (a text without an offset is in the policy's zone; None: now).

    Its main edition speaks `language`, else the policy's locale (where `editions` lack it: the first of them); the
    others of `editions` stand beside it. `edit_url` is "" or an address with `{path}`; `site_url` ("": not known) and
    `site_names` are those of `mkdocs.yml`, for feeds and calendars. With `later`, pages outside the nav are still to be
    made (`Site.later`); with `preview`, saved records can be looked at later (`Made.preview`), which keeps all that was
    read in memory. What can be is done by `jobs` processes. `have` are the records that `usable` gave for the same.
    Raise Stopped where the records or the policy are not in order, NotATime for an `as_of` that is no time.
    """
    with no_collection():
        made = _made(
            root, as_of=as_of, language=language, edit_url=edit_url, editions=editions, site_url=site_url,
            site_names=site_names or {}, report=report, jobs=jobs, preview=preview, have=have,
        )  # fmt: skip
        return made if later else made.whole()


def _made(
    root: Path, *, as_of: dt.datetime | str | None, language: Language | None, edit_url: str,
    editions: Sequence[Language], site_url: str, site_names: Mapping[Language, str], report: Report, jobs: int,
    preview: bool, have: Usable | None,
) -> Made:  # fmt: skip
    if have is None:
        report("check", 0, 0)
        have = usable(root, as_of, language, editions)
    records, checked, moment, languages = have.records, have.checked, have.moment, have.languages
    report("measure", 0, 0)
    gathered = replace(gather(checked, records, moment, edit_url, jobs), bare=have.bare)
    report("draw", 0, 0)
    charts = together([partial(drawn, gathered, one) for one in languages], jobs)
    own = addresses(languages, site_url, site_names)
    every = tuple(
        replace(told(gathered, checked, its, language), **address)
        for (language, address), its in zip(own.items(), charts, strict=True)
    )
    sites = render_editions(every, lambda tasks: together(tasks, jobs))
    editions_made = (Edition(one, own[one]["folder"], site) for one, site in zip(languages, sites, strict=True))
    look = Previews(records, every, lambda: instant(as_of, records), past=as_of is not None).look if preview else None
    return Made(tuple(editions_made), f"{moment:%Y-%m-%d}", look)


def make_site(
    root: Path, *, as_of: dt.datetime | str | None = None, language: Language | None = None, edit_url: str = ""
) -> Site:
    """Return the files of a site with one edition; see `make`."""
    return make(root, as_of=as_of, language=language, edit_url=edit_url).main.site
