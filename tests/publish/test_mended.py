"""A site of which only prose was edited is mended: the bytes of a whole build, and hardly a file of it is new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish import build as building
from generator.publish import pipeline
from generator.publish.build import build
from generator.publish.usable import Stopped
from generator.read.cache import CACHE
from tests.closed import CLOSED, ONE, close, month
from tests.publish.made_up import contents
from tests.publish.records import FEATURES, POOL, break_record, write_records

AS_OF = "2024-03-01T00:00+09:00"
RECORD = "incidents/2024/INC-2024-001-db-pool.md"
PAGE = "incidents/inc-2024-001/index.html"
#: What shows the prose of that record; the index of the search has a name that tells of its content.
SHOWN = {"feed.xml", "services/mks-backend/feed.xml", PAGE, "search/furikaeri.json"}
Wholes = list[object]


@pytest.fixture(autouse=True)
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: charts take half of the time, and say nothing of prose."""
    monkeypatch.setattr(pipeline, "drawn", lambda gathered, language: {})


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> Wholes:
    """Return a list that grows by one with each site that is made whole."""
    seen: Wholes = []
    make = building.make

    def made(*args: object, **options: object) -> object:
        seen.append(args)
        return make(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "make", made)
    return seen


def edited(root: Path, edit: Callable[[str], str]) -> None:
    file = root / RECORD
    file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")


def more(text: str) -> str:
    return text.replace("再起動した。\n", f"再起動した。\n{FEATURES}", 1)


def inodes(site: Path) -> dict[str, int]:
    return {str(file.relative_to(site)): file.stat().st_ino for file in site.rglob("*") if file.is_file()}


def is_as_anew(root: Path, as_of: str = AS_OF) -> bool:
    return contents(root / "site") == contents(build(root, root.with_name("anew"), as_of=as_of))


def test_what_shows_the_prose_is_made_and_everything_else_taken_over(root: Path, wholes: Wholes) -> None:
    site = build(write_records(root), as_of=AS_OF)
    before = inodes(site)
    edited(root, more)
    build(root, as_of=AS_OF)
    assert len(wholes) == 1
    after = inodes(site)
    new = {path for path, inode in after.items() if before.get(path) != inode}
    assert {path.removeprefix("en/") for path in new if not path.startswith("search/") or path in SHOWN} == SHOWN
    assert b"return" in (site / PAGE).read_bytes()
    assert is_as_anew(root)


def test_it_is_mended_again_and_again(root: Path, wholes: Wholes) -> None:
    build(write_records(root), as_of=AS_OF)
    for text in (
        more(POOL),
        f"{POOL}\n## 言い伝え\n\n前にもあった。\n",
        POOL.replace("60%。", "60% と **一部** の社員。"),
        POOL,
        more(POOL),
    ):
        (root / RECORD).write_text(text, encoding="utf-8")
        build(root, as_of=AS_OF)
    assert len(wholes) == 1
    assert is_as_anew(root)


@pytest.mark.parametrize("settings", ["use_directory_urls: false", "site_url: https://example.org/ops/"])
def test_whatever_the_settings(root: Path, wholes: Wholes, settings: str) -> None:
    (write_records(root) / "mkdocs.yml").write_text(f"site_name: A & B\n{settings}\n", encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "guide.md").write_text("# Guide\n\n[it](incidents/inc-2024-001.md)\n", encoding="utf-8")
    build(root, as_of=AS_OF)
    edited(root, more)
    build(root, as_of=AS_OF)
    assert len(wholes) == 1
    assert is_as_anew(root)


def severity(root: Path) -> None:
    edited(root, lambda text: more(text).replace("users_affected: 60%", "users_affected: 40%"))


def timeline(root: Path) -> None:
    edited(root, lambda text: text.replace("| 09:20 | 緩和 | 再起動した", "| 09:20 | 緩和 | 再起動をした"))


def review(root: Path) -> None:
    edited(root, more)
    note = root / "incidents" / "reviews" / "2024-01.md"
    note.parent.mkdir()
    note.write_text("---\nmonth: 2024-01\n---\n\n話した。\n", encoding="utf-8")


def policy(root: Path) -> None:
    edited(root, more)
    (root / "incidents" / "policy.yml").write_text("recurrence: {window_days: 40}\n", encoding="utf-8")


def another(root: Path) -> None:
    edited(root, more)
    text = POOL.replace("INC-2024-001", "INC-2024-003").replace("2024-01-15", "2024-02-25")
    (root / "incidents" / "2024" / "INC-2024-003.md").write_text(text, encoding="utf-8")


def renamed(root: Path) -> None:
    (root / RECORD).rename(root / "incidents" / "2024" / "INC-2024-001-pool.md")


def picture(root: Path) -> None:
    (root / "incidents" / "2024" / "graph.txt").write_text("other", encoding="utf-8")


def hand_written(root: Path) -> None:
    (root / "docs" / "guide.md").write_text("# Another\n", encoding="utf-8")


def touched(root: Path) -> None:
    edited(root, more)
    (root / "site" / "index.html").write_text("mine", encoding="utf-8")


def search(root: Path) -> None:
    edited(root, more)
    (root / "site" / "search" / "furikaeri.json").write_text("{}", encoding="utf-8")


def found(root: Path) -> None:
    """A note of the checks now stands on another line."""
    edited(root, lambda text: text.replace("## 概要\n", "## 概要\n\n一行。\n").replace("## 学習事項", "## 学び"))


@pytest.mark.parametrize(
    "change",
    [severity, timeline, review, policy, another, renamed, picture, hand_written, touched, search, found],
)
def test_more_than_prose_is_made_whole(root: Path, wholes: Wholes, change: Callable[[Path], None]) -> None:
    write_records(root)
    (root / "incidents" / "2024" / "graph.txt").write_text("one", encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "guide.md").write_text("# Guide\n", encoding="utf-8")
    build(root, as_of=AS_OF)
    change(root)
    build(root, as_of=AS_OF)
    assert len(wholes) == 2, "was taken for prose"  # and whole builds upon others: test_edits


def test_a_page_or_feed_of_ones_own_is_left_to_the_whole_build(root: Path, wholes: Wholes) -> None:
    (write_records(root) / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    for name in ("feed.xml", "incidents/inc-2024-001.md"):
        own = root / "docs" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text("# Mine\n", encoding="utf-8")
        build(root, as_of=AS_OF)
        edited(root, more)
        built = len(wholes)
        build(root, as_of=AS_OF)
        assert len(wholes) == built + 1
        assert is_as_anew(root)
        own.unlink()


def test_another_time_is_another_site(root: Path, wholes: Wholes) -> None:
    build(write_records(root), as_of=AS_OF)
    edited(root, more)
    build(root, as_of="2024-03-02T00:00+09:00")
    assert len(wholes) == 2


def test_a_closed_month_says_which_of_its_records_were_edited(tmp_path: Path, wholes: Wholes) -> None:
    root = month(tmp_path / "root")
    close(root)
    build(root, as_of=CLOSED)
    record = next((root / "incidents").rglob(f"{ONE}*.md"))
    record.write_text(record.read_text(encoding="utf-8") + "\n一文。\n", encoding="utf-8")
    build(root, as_of=CLOSED)
    assert len(wholes) == 2
    assert is_as_anew(root, CLOSED)


def test_an_error_leaves_the_site_as_it_was(root: Path) -> None:
    site = build(write_records(root), as_of=AS_OF)
    before = contents(site)
    break_record(root)
    with pytest.raises(Stopped):
        build(root, as_of=AS_OF)
    assert contents(site) == before


def test_nothing_is_kept_of_what_mkdocs_builds_alone(root: Path, wholes: Wholes) -> None:
    for number in (1, 2):
        build(write_records(root), as_of=AS_OF, plain=True)
        assert len(wholes) == number
        assert not list((root / CACHE).glob("pages-*"))
