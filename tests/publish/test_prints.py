"""Pages of the same print are the same: whatever is edited, a page that is not made again is the one to be made."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markupsafe import Markup

from benchmarks.make_corpus import records as corpus
from generator.check.check import check
from generator.model.policy import Language
from generator.publish.gather import gather, told
from generator.read.records import read
from generator.render.casebook import Casebook
from generator.render.incident import IncidentPages
from generator.render.templates import Templates
from tests.publish.edits import Edits

#: FURIKAERI_EDITS=400 makes as many; a run of the tests has time for a few.
HOW_MANY = int(os.environ.get("FURIKAERI_EDITS", "8"))
ROOT = Path(__file__).parents[2]
START = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
Pages = dict[tuple[Language, str], tuple[str, bytes, tuple[str, ...]]]


def pages_of(root: Path, as_of: dt.datetime) -> Pages | None:
    """Return of every record's page its print, the page and what the search finds of it; None where no site is made."""
    records = read(root)
    checked = check(records, as_of, language="ja", also=("ja", "en"))
    if checked.exit_code():
        return None
    gathered = gather(checked, records, as_of, "https://git.example/{path}")
    book: Casebook | None = None
    found: Pages = {}
    for language, folder in (("ja", ""), ("en", "en/")):
        book = Casebook(told(gathered, checked, {}, (language, folder, False)), book)
        templates, pages = Templates(book.inputs.template_dirs, book), IncidentPages(book)
        for uri in pages.uris:
            said: list[Markup] = []
            page = templates.page(pages.sheet(uri), said)
            found[language, uri] = pages.print(uri), page, tuple(map(str, said))
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
