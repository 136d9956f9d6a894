"""Pages that are taken over from the site before: the same as made anew, and never where anything else was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import pipeline, unchanged
from generator.publish.around import Frame
from generator.publish.build import build
from generator.publish.kept import Basis, Entry, Kept
from generator.read.cache import CACHE
from generator.render import site
from tests.publish.made_up import contents
from tests.publish.records import POOL, write_records

POOL_PAGE, DISK_PAGE = "incidents/inc-2024-001/index.html", "incidents/inc-2024-002/index.html"
AS_OF = "2024-03-01T00:00+09:00"
SETTINGS = "site_name: A\nplugins: [search, furikaeri]\ntheme: {name: material}\n"
Inodes = dict[str, int]


@pytest.fixture(autouse=True)
def pages_of_records_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes most of the time: charts, figures and the pages that no record has."""
    monkeypatch.setattr(pipeline, "drawn", lambda gathered, language: {})
    monkeypatch.setattr(site, "pages_of", lambda book: [])
    monkeypatch.setattr(site, "_OTHERS", (lambda edition: {"assets/furikaeri.css": b"p {}"},))
    monkeypatch.setattr(site, "nav", lambda book, sheets: [{"Home": "index.md"}])
    monkeypatch.setattr(site, "missing_words", lambda book, sheets: {"title": "", "text": "", "ways": []})
    for name in ("docs/index.md", "docs/en/index.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("# Home\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")


def made(root: Path, as_of: str = AS_OF, place: str = "site") -> Inodes:
    """Build the site, and return which file each page of a record is: one that is taken over is the very same."""
    build(root, root / place, as_of=as_of, jobs=1)
    pages = [*(root / place).glob("incidents/inc-*/index.html"), *(root / place).glob("en/incidents/inc-*/index.html")]
    return {file.relative_to(root / place).as_posix(): file.stat().st_ino for file in pages}


def taken(before: Inodes, after: Inodes) -> set[str]:
    return {page for page, inode in after.items() if before.get(page) == inode}


def same_as_anew(root: Path, as_of: str = AS_OF) -> bool:
    made(root, as_of, "anew")
    return contents(root / "anew") == contents(root / "site")


def test_only_the_pages_that_would_be_others_are_made(root: Path) -> None:
    first = made(write_records(root))
    assert set(first) == {POOL_PAGE, DISK_PAGE, f"en/{POOL_PAGE}", f"en/{DISK_PAGE}"}
    path = root / "incidents/2024/INC-2024-001-db-pool.md"
    path.write_text(POOL.replace("上限を上げる。", "上限を **倍に** する。"), encoding="utf-8")
    second = made(root)
    assert taken(first, second) == {DISK_PAGE, f"en/{DISK_PAGE}"}, "the next one names it, and shows none of its prose"
    path.write_text(POOL.replace('title: "', 'title: "続・'), encoding="utf-8")
    assert taken(second, made(root)) == set(), "the one before and the one after each other name each other"
    path.write_text(POOL, encoding="utf-8")
    third = made(root, "2024-03-09T00:00+09:00")
    assert taken(second, third) == set()
    fourth = made(root, "2024-03-10T00:00+09:00")
    assert taken(third, fourth) == set(first), "that time passes changes nothing of what is over"
    assert same_as_anew(root, "2024-03-10T00:00+09:00")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": "furikaeri/pages/1"}', "\0", "null", '{"pages": 1}'])
def test_what_is_kept_may_be_damaged(root: Path, text: str) -> None:
    store = root / CACHE / "pages.json"
    entry = {"incidents/x/index.html": Entry("a", "b", "c", ("d",))}
    (root / "incidents/x").mkdir()
    (root / "incidents/x/index.html").write_text("x", encoding="utf-8")
    frame, basis = Frame(("a", "b"), ("slug",)), Basis("2024-03-01", {"x.md": "1"}, "2")
    Kept(store, root, "us", now=basis).save(root, entry, {"b": ("incidents", "", "text")}, {"c": frame, "d": frame})
    kept = Kept(store, root, "us")
    kept.load()
    assert (kept.pages, kept.kinds, kept.frames) == (entry, {"b": ("incidents", "", "text")}, {"c": frame})
    assert (kept.before, kept.read("incidents/x/index.html")) == (basis, b"x")
    other = Kept(store, root, "others")
    other.load()
    assert not other.pages
    store.write_text(text, encoding="utf-8")
    broken = Kept(store, root, "us")
    broken.load()
    assert not broken.pages


def test_a_page_that_somebody_touched_is_made_anew(root: Path) -> None:
    first = made(write_records(root))
    (root / "site" / POOL_PAGE).write_text("mine", encoding="utf-8")
    assert taken(first, made(root)) == set(first) - {POOL_PAGE}
    assert same_as_anew(root)


def test_other_code_frames_or_templates_take_nothing_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(write_records(root))
    (root / "theme" / "partials").mkdir(parents=True)
    (root / "theme" / "partials" / "footer.html").write_text("<footer>ours</footer>", encoding="utf-8")
    (root / "mkdocs.yml").write_text(SETTINGS.replace("material}", "material, custom_dir: theme}"), encoding="utf-8")
    second = made(root)
    assert taken(first, second) == set()
    monkeypatch.setattr(unchanged, "SCHEMA", "another")
    third = made(root)
    assert taken(second, third) == set()
    (root / "site_templates").mkdir()
    (root / "site_templates" / "home.md.j2").write_text("# {{ book.as_of }}", encoding="utf-8")
    assert taken(third, made(root)) == set(), "a template of one's own may show anything"
