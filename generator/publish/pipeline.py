"""The whole way of a site, up to its files: read, check, measure, draw, render."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.check.check import Checked, check
from generator.check.policy import read_policy
from generator.check.report import as_text, summary
from generator.model.finding import Finding, Level
from generator.model.page import Edition, Made, Site
from generator.model.policy import Language
from generator.publish.crew import together
from generator.publish.gather import drawn, gather, told
from generator.publish.preview import Previews
from generator.read.records import Records, read
from generator.read.times import BadTime, parse_time
from generator.render.site import render_editions

__all__ = ["Edition", "Made", "NotATime", "Stopped", "instant", "make", "make_site", "now"]

#: Hears what is being done, and how much of how much of it is (0, 0: that is not counted).
Report = Callable[[str, int, int], None]
_NO_RECORD = {"ja": "incidents/ に記録がありません", "en": "no record found below incidents/"}


def silent(what: str, done: int, total: int) -> None:
    """Report nothing."""


class Stopped(Exception):
    """No site can be made of the root as it is; its text names every error, as `check` does.

    `exit_code` is 1 for records that are not in order, 2 for a policy that is not, 3 where there is no record;
    `language` is the one of the text.
    """

    def __init__(
        self, text: str, findings: tuple[Finding, ...], records: int, exit_code: int, language: Language
    ) -> None:
        super().__init__(text)
        self.language = language
        self.findings = findings
        self.records = records
        self.exit_code = exit_code


class NotATime(ValueError):
    """`as_of` is no instant."""


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
) -> Made:
    """Make the site of `root` as it was known at `as_of` (a text without an offset is in the policy's zone; None: now).

    Its main edition speaks `language`, else the policy's locale (where `editions` lack it: the first of them); the
    others of `editions` stand beside it. `edit_url` is "" or an address with `{path}`; `site_url` ("": not known) and
    `site_names` are those of `mkdocs.yml`, for feeds and calendars. With `later`, pages outside the nav are still to be
    made (`Site.later`); with `preview`, saved records can be looked at later (`Made.preview`), which keeps all that was
    read in memory. What can be is done by `jobs` processes. Raise Stopped where the records or the policy are not
    in order, NotATime for an `as_of` that is no time.
    """
    with _unwalked():
        made = _made(
            root, as_of=as_of, language=language, edit_url=edit_url, editions=editions, site_url=site_url,
            site_names=site_names or {}, report=report, jobs=jobs, preview=preview,
        )  # fmt: skip
        return made if later else made.whole()


def _made(
    root: Path, *, as_of: dt.datetime | str | None, language: Language | None, edit_url: str,
    editions: Sequence[Language], site_url: str, site_names: Mapping[Language, str], report: Report, jobs: int,
    preview: bool,
) -> Made:  # fmt: skip
    report("check", 0, 0)
    records = read(root)
    policy = read_policy(records.policy)[0]
    moment = instant(as_of, records).astimezone(policy.zone)
    main = language or (policy.locale if policy.locale in editions or not editions else editions[0])
    languages = tuple(dict.fromkeys((main, *editions)))
    # A past `as_of` asks what was known then: later times are no errors, they have not happened yet.
    checked = check(records, moment, language=main, future=moment if as_of is None else None, also=languages)
    if code := checked.exit_code():
        raise Stopped(_told(checked, records), checked.findings, checked.records, code, checked.language)
    report("measure", 0, 0)
    gathered = gather(checked, records, moment, edit_url, jobs)
    report("draw", 0, 0)
    charts = together([partial(drawn, gathered, one) for one in languages], jobs)
    folders = {one: "" if one == main else f"{one}/" for one in languages}
    address = f"{site_url.rstrip('/')}/" if site_url else ""
    told_by = (
        replace(
            told(gathered, checked, its, (one, folder, len(languages) == 1)),
            site_url=address and address + folder,
            site_name=site_names.get(one, ""),
        )
        for (one, folder), its in zip(folders.items(), charts, strict=True)
    )
    every = tuple(told_by)
    sites = render_editions(every, lambda tasks: together(tasks, jobs))
    editions_made = (Edition(one, folder, site) for (one, folder), site in zip(folders.items(), sites, strict=True))
    look = Previews(records, every, lambda: instant(as_of, records), past=as_of is not None).look if preview else None
    return Made(tuple(editions_made), f"{moment:%Y-%m-%d}", look)


@contextlib.contextmanager
def _unwalked() -> Iterator[None]:
    """Keep the collector of garbage away: of what a site is made of almost nothing goes before its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def make_site(
    root: Path, *, as_of: dt.datetime | str | None = None, language: Language | None = None, edit_url: str = ""
) -> Site:
    """Return the files of a site with one edition; see `make`."""
    return make(root, as_of=as_of, language=language, edit_url=edit_url).main.site


def instant(as_of: dt.datetime | str | None, records: Records) -> dt.datetime:
    """Return `as_of` as an aware instant; a day alone is its first minute. Raise NotATime for what is none."""
    if as_of is None:
        return now()
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None:
            raise NotATime("as_of: an aware time is needed")
        return as_of
    zone = read_policy(records.policy)[0].zone
    try:
        return parse_time(as_of if ":" in as_of else f"{as_of.strip()} 00:00", zone)
    except BadTime:
        raise NotATime(f"as_of: not a time: {as_of!r}; write 2026-11-01T09:00+09:00") from None


def now() -> dt.datetime:
    """Return the present, or the one that reproducible builds set (SOURCE_DATE_EPOCH, reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.now(dt.UTC) if epoch is None else dt.datetime.fromtimestamp(int(epoch), dt.UTC)


def _told(checked: Checked, records: Records) -> str:
    """Return every error, and how many findings of each level there are."""
    if not checked.policy_broken and not checked.records:
        return _NO_RECORD[checked.language]
    errors = [finding for finding in checked.findings if finding.level is Level.ERROR]
    return f"{as_text(errors, records)}\n\n{summary(checked, checked.language)}"
