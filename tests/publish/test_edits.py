"""Whatever is edited, in whatever order: a site made upon the last one is the one made from nothing, byte for byte."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks.make_corpus import records as corpus
from generator.publish import build as building
from generator.publish import pipeline
from generator.publish.build import build
from generator.publish.usable import Stopped
from generator.read.cache import CACHE
from tests.publish.edits import SiteEdits
from tests.publish.made_up import contents

#: FURIKAERI_EDITS=300 makes as many; a run of the tests has time for a few.
HOW_MANY = int(os.environ.get("FURIKAERI_EDITS", "6"))
AT_ONCE = 30  # edits of one seed
RECORDS = 14
START = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.mark.parametrize("seed", range((HOW_MANY + AT_ONCE - 1) // AT_ONCE))
def test_after_any_edit_the_site_is_the_one_made_from_nothing(
    root: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if HOW_MANY < AT_ONCE:  # charts are made each time, and take half of it
        monkeypatch.setattr(pipeline, "drawn", lambda gathered, language: {})
    for path, text in corpus(RECORDS, seed):
        file = root / "incidents" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    edits = SiteEdits(root, seed, START)
    made: list[str] = []
    mended: list[str] = []
    mend = building.mend

    def noted(new: Path, *given: Any) -> None:
        mend(new, *given)
        mended.append(new.name)

    monkeypatch.setattr(building, "mend", noted)
    site = build(root, as_of=START, jobs=1)
    for _ in range(min(HOW_MANY, AT_ONCE)):
        before, what = contents(site), edits.another()
        try:
            build(root, as_of=edits.as_of, jobs=1)
        except Stopped:
            assert contents(site) == before, f"{what}: what was published was touched"
            edits.undo()
            continue
        clean = contents(build(_copy(root), as_of=edits.as_of, jobs=1))
        now = contents(site)
        assert sorted(name for name in now.keys() | clean.keys() if now.get(name) != clean.get(name)) == [], what
        made.append(what)
    assert len(made) > min(HOW_MANY, AT_ONCE) / 2
    assert mended or HOW_MANY < AT_ONCE, "no edit was of prose alone"


def _copy(root: Path) -> Path:
    """Return the sources elsewhere, without a site or anything that was kept of one."""
    copy = root.parent / "clean" / root.name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("site", CACHE))
    return copy
