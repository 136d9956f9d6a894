"""`furikaeri build` and `furikaeri serve`: MkDocs with the plugin, on any root."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from generator.model.memory import no_collection
from generator.model.policy import Language
from generator.publish.crew import can_fork, cores
from generator.publish.folder import check_replaceable, replacing
from generator.publish.kept import Kept
from generator.publish.mended import MoreThanProse, basis_of, looked_at, mend
from generator.publish.pipeline import make
from generator.publish.plugin import Given, given
from generator.publish.report import Report, silent
from generator.publish.settings import PLUGIN, BuildFailed, Settings, asked_of, overrides, settings_of, site_dir
from generator.publish.team import Member, Team, size_of
from generator.publish.unchanged import cached, made_by
from generator.publish.usable import NotATime, Usable, now, usable
from generator.read.records import files_of

log = logging.getLogger("mkdocs.plugins.furikaeri")

__all__ = ["BuildFailed", "build", "is_site", "serve"]


def build(
    root: Path,
    out: Path | None = None,
    *,
    as_of: dt.datetime | str | None = None,
    language: Language | None = None,
    edit_url: str = "",
    plain: bool = False,
    jobs: int | None = None,
    report: Report = silent,
    start: Literal["fork", "spawn"] | None = None,
) -> Path:
    """Build the site of `root` into `out` (default: `site/` below the root) and return that folder.

    Pages outside the nav are set into the theme's frame by at most `jobs` processes (None: one a core); with `plain`
    MkDocs builds each of them. The bytes are the same. `report` hears how far it is. `start` tells how processes begin
    (None: they are forked where a system can).

    Raise Stopped for records, policy or templates that are not in order, Refused where `out` holds something
    else than a built site, BuildFailed for what MkDocs objects to. After each of them `out` is as it was.
    """
    _hush_material()
    settings = settings_of(root)
    options = {**_options(as_of, language, edit_url), "plain": plain or None, "jobs": jobs}
    place = site_dir(settings, out)
    check_replaceable(place, root, is_site)
    with no_collection(), _team(settings, options, place, start) as (order, team):
        _build(order, settings, report, team)
    return place


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be built where, for a process that was spawned; `present` is what the clock said in the first one."""

    root: Path
    options: Mapping[str, Any]
    place: Path
    present: dt.datetime


@contextmanager
def _team(
    settings: Settings, options: Mapping[str, Any], place: Path, start: Literal["fork", "spawn"] | None
) -> Iterator[tuple[_Order, Team | None]]:
    """Give what is to be built, and the processes that begin to build it beside this one."""
    order = _Order(settings.root, options, place, now())
    if options["plain"] or (start or ("fork" if can_fork() else "spawn")) == "fork":
        yield order, None
        return
    team = Team(_help, order, size_of(options["jobs"] or cores(), len(files_of(settings.root))))
    try:
        yield order, team
    finally:
        team.stop()


def _build(order: _Order, settings: Settings, report: Report, team: Team | None) -> None:
    options, place = order.options, order.place
    report("check", 0, 0)
    have, kept, asked = _read(order, settings)
    if kept and _is_mended(settings, have, kept, asked, report):
        return
    jobs = 1 if team else options["jobs"] or cores()
    made = make(settings.root, later=not options["plain"], report=report, jobs=jobs, have=have, **asked)
    with replacing(place) as new:
        _build_into(new, settings, options, Given(made, report, kept, team))


def _help(order: _Order, member: Member) -> None:
    """Make the same site as the first process does, and of its pages those that nobody has taken."""
    _hush_material()
    settings = settings_of(order.root)
    with no_collection():
        have, kept, asked = _read(order, settings)
        made = make(settings.root, later=True, have=have, **asked)
        _build_into(Path(member.folder), settings, order.options, Given(made, silent, kept, member))


def _read(order: _Order, settings: Settings) -> tuple[Usable, Kept | None, Mapping[str, Any]]:
    """Return the records, what is kept of the site before, and the options of `make`."""
    asked = asked_of(settings, order.options)
    try:
        have = usable(settings.root, asked["as_of"], asked["language"], asked["editions"], order.present)
    except NotATime as error:
        raise BuildFailed(str(error)) from error
    if order.options["plain"]:
        return have, None, asked
    have = looked_at(have)
    made = made_by(settings, order.options)
    return have, Kept(cached(settings.root, order.place, "pages"), order.place, made, basis_of(settings, have)), asked


def _is_mended(settings: Settings, have: Usable, kept: Kept, asked: Mapping[str, Any], report: Report) -> bool:
    """Mend the site where only prose was edited since it was built; tell whether it is whole by that."""
    kept.load()
    if not kept.before:
        return False
    report("pages", 0, 0)
    try:
        with replacing(kept.old) as new:
            mend(new, settings, have, kept, asked)
    except MoreThanProse as reason:
        log.info(f"furikaeri: the whole site is built: {reason}")
        return False
    return True


def serve(
    root: Path,
    *,
    address: str | None = None,
    as_of: dt.datetime | str | None = None,
    language: Language | None = None,
    edit_url: str = "",
    poll: bool = False,
) -> None:
    """Serve the site of `root` until interrupted, rebuilt whenever a record or a template changes.

    `address` is `host:port` (None: MkDocs' own); with `poll` files are looked at for changes. Raise BuildFailed where
    the first site cannot be made; later the last good one stays, and what is wrong is printed.
    """
    _hush_material()
    settings = settings_of(root)
    changed = overrides(settings, {**_options(as_of, language, edit_url), "poll": poll or None})
    try:
        mkdocs_serve(str(settings.file), dev_addr=address, **changed)
    except MkDocsException as error:
        raise BuildFailed(str(error)) from error


def is_site(folder: Path) -> bool:
    """Tell whether a folder is a built site: MkDocs leaves both of these files in every one."""
    return (folder / "index.html").is_file() and (folder / "sitemap.xml").is_file()


def _options(as_of: dt.datetime | str | None, language: Language | None, edit_url: str) -> dict[str, Any]:
    """Return the plugin's options as they could stand in `mkdocs.yml`; None is "not given"."""
    moment = as_of.isoformat() if isinstance(as_of, dt.datetime) else as_of
    return {"as_of": moment, "language": language, "edit_url": edit_url or None}


def _build_into(folder: Path, settings: Settings, options: Mapping[str, Any], what: Given) -> None:
    with _heard() as messages:
        try:
            changed = overrides(settings, options)
            config = load_config(str(settings.file), site_dir=str(folder), strict=True, **changed)
            config.plugins.on_startup(command="build", dirty=False)
            with given(config.plugins[PLUGIN], what):
                mkdocs_build(config)
        except MkDocsException as error:
            raise BuildFailed("\n".join([*messages, str(error)])) from error


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect MkDocs' warnings and errors instead of letting them appear one by one."""
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]  # no class for one line
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    try:
        yield messages
    finally:
        log.removeHandler(handler)


def _hush_material() -> None:
    # Material prints a box about its end of life on every start; README and the lock deal with it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
