"""Pages of the same print are the same: whatever is edited, a page that is not made again is the one to be made."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.make_corpus import records as corpus
from generator.check.check import Checked, check
from generator.model.finding import Finding, Position
from generator.model.policy import Language
from generator.publish.gather import drawn, gather, told
from generator.read.records import read
from generator.render.inputs import Inputs
from generator.render.site import render_editions
from tests.publish.edits import Edits

#: FURIKAERI_EDITS=400 makes as many; a run of the tests has time for a few.
HOW_MANY = int(os.environ.get("FURIKAERI_EDITS", "8"))
ROOT = Path(__file__).parents[2]
START = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
Pages = dict[tuple[Language, str], tuple[str, bytes, tuple[str, ...]]]


def pages_of(root: Path, as_of: dt.datetime) -> Pages | None:
    """Return of every page its print, the page and what the search finds of it; None where no site is made."""
    records = read(root)
    checked = check(records, as_of, language="ja", also=("ja", "en"))
    if checked.exit_code():
        return None
    gathered = gather(checked, records, as_of, "https://git.example/{path}")
    return made_of(checked, gathered)


def made_of(checked: Checked, gathered: Inputs) -> Pages:
    found: Pages = {}
    languages: tuple[Language, ...] = ("ja", "en")
    charts = [drawn(gathered, one) for one in languages]
    every = [
        replace(told(gathered, checked, its, one), folder=folder, alone=False)
        for one, folder, its in zip(languages, ("", "en/"), charts, strict=True)
    ]
    for language, site in zip(languages, render_editions(every), strict=True):
        assert site.later
        for uri in site.later.uris:
            found[language, uri] = site.later.print(uri), *site.later.page(uri)
    return found


def test_a_print_is_the_same_in_every_process(root: Path) -> None:
    shutil.copytree(ROOT / "incidents" / "2021", root / "incidents" / "2021")
    shutil.copy(ROOT / "incidents" / "policy.yml", root / "incidents")
    code = (
        "from pathlib import Path; from tests.publish import test_prints as t; import sys;"
        "pages = t.pages_of(Path(sys.argv[1]), t.START); print([(name, page[0]) for name, page in pages.items()])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(root)], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
            capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1 and "inc-2021-001" in seen.pop()


@pytest.mark.parametrize("seed", range(max(1, HOW_MANY // 30)))
def test_a_page_of_the_same_print_is_the_same(root: Path, seed: int) -> None:
    for path, text in corpus(16, seed):
        file = root / "incidents" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    edits, last, kept, made = Edits(root, seed, START), pages_of(root, START), 0, 0
    for _ in range(min(HOW_MANY, 30)):
        shutil.copytree(root, root.with_name("before"), dirs_exist_ok=True)
        what = edits.another()
        now = pages_of(root, edits.as_of)
        if now is None or last is None:
            shutil.rmtree(root)
            shutil.move(root.with_name("before"), root)
            continue
        shutil.rmtree(root.with_name("before"))
        same = [name for name in now if name in last and now[name][0] == last[name][0]]
        assert [name for name in same if now[name] != last[name]] == [], what
        kept, made, last = kept + len(same), made + len(now), now
    assert kept > made / 2, "hardly any page would be kept"


def _elsewhere(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding._replace(position=Position(9999)) for finding in findings)


def test_no_page_but_the_records_own_shows_prose_or_where_it_stands() -> None:
    records = read(ROOT)
    checked = check(records, START, language="ja", also=("ja", "en"))
    bare = checked._replace(
        incidents=tuple(incident._replace(sections=()) for incident in checked.incidents),
        findings=_elsewhere(checked.findings),
        also={language: _elsewhere(found) for language, found in checked.also.items()},
    )
    with_prose, without = (made_of(each, gather(each, records, START, "")) for each in (checked, bare))
    others = [name for name in with_prose if "/inc-" not in name[1] and not name[1].startswith("quality")]
    assert len(others) > 200
    assert [name for name in others if with_prose[name][1:] != without[name][1:]] == []
    assert any(with_prose[name][1:] != without[name][1:] for name in with_prose)


def test_who_mends_a_sentence_has_only_records_made_again(root: Path) -> None:
    shutil.copytree(ROOT / "incidents" / "2021", root / "incidents" / "2021")
    shutil.copy(ROOT / "incidents" / "policy.yml", root / "incidents")
    before = pages_of(root, START)
    file = root / "incidents" / "2021" / "INC-2021-001-slack.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nもう一文。\n", encoding="utf-8")
    after = pages_of(root, START)
    assert before and after
    others = {uri for _, uri in before if "/inc-" not in uri}
    assert len(others) > 20
    assert {uri for name, uri in before if before[name, uri][0] != after[name, uri][0]} & others == set()
    assert before["ja", "incidents/inc-2021-001.md"][0] != after["ja", "incidents/inc-2021-001.md"][0]
    file.write_text(file.read_text(encoding="utf-8").replace('title: "', 'title: "続・', 1), encoding="utf-8")
    third = pages_of(root, START)
    assert third
    assert {uri for name, uri in after if after[name, uri][0] != third[name, uri][0]} >= others
