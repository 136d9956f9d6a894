"""`furikaeri build` and `furikaeri serve`: MkDocs with the plugin, on any root."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from generator.model.memory import no_collection
from generator.model.policy import Language
from generator.publish.crew import cores
from generator.publish.folder import check_replaceable, replacing
from generator.publish.kept import Kept
from generator.publish.mended import MoreThanProse, basis_of, looked_at, mend
from generator.publish.pipeline import make
from generator.publish.plugin import Given, given
from generator.publish.report import Report, silent
from generator.publish.settings import PLUGIN, BuildFailed, Settings, asked_of, overrides, settings_of, site_dir
from generator.publish.unchanged import cached, made_by
from generator.publish.usable import NotATime, Usable, usable

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
) -> Path:
    """Build the site of `root` into `out` (default: `site/` below the root) and return that folder.

    Pages outside the nav are set into the theme's frame by at most `jobs` processes (None: one a core); with `plain`
    MkDocs builds each of them. The bytes are the same. `report` hears how far it is.

    Raise Stopped for records, policy or templates that are not in order, Refused where `out` holds something
    else than a built site, BuildFailed for what MkDocs objects to. After each of them `out` is as it was.
    """
    _hush_material()
    settings = settings_of(root)
    options = {**_options(as_of, language, edit_url), "plain": plain or None, "jobs": jobs}
    place = site_dir(settings, out)
    check_replaceable(place, root, is_site)
    with no_collection():
        _build(settings, options, place, report)
    return place


def _build(settings: Settings, options: Mapping[str, Any], place: Path, report: Report) -> None:
    asked = asked_of(settings, options)
    report("check", 0, 0)
    try:
        have = usable(settings.root, asked["as_of"], asked["language"], asked["editions"])
    except NotATime as error:
        raise BuildFailed(str(error)) from error
    kept = None
    if not options["plain"]:
        have = looked_at(have)
        kept = Kept(cached(settings.root, place, "pages"), place, made_by(settings, options), basis_of(settings, have))
        if _is_mended(settings, have, kept, asked, report):
            return
    jobs = options["jobs"] or cores()
    made = make(settings.root, later=not options["plain"], report=report, jobs=jobs, have=have, **asked)
    with replacing(place) as new:
        _build_into(new, settings, options, Given(made, report, kept))


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
