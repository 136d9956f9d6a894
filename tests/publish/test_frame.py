"""Pages set into frames are those that MkDocs builds, byte for byte; where a theme of one's own differs, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish import frame, pipeline, setting
from generator.publish.around import parsed
from generator.publish.build import build
from tests.publish.made_up import contents
from tests.publish.records import DISK, FEATURES, write_records

REPOSITORY = Path(__file__).parents[2]

AS_OF = "2024-03-01T00:00+09:00"
HOSTILE = (
    "<b>&amp;</b> \\\"q\\\" 'x' </title><script>alert(1)</script>",
    "  two  spaces ",
    "fkslot7c1e fkname7c1e",
    "&lt;",
    "{{ 1 }} {% x %}",
)


@pytest.fixture(autouse=True)
def charts_of_the_casebook_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing elsewhere: charts are there before a page is set, and take half of the time."""
    if "casebook" not in request.node.name:
        monkeypatch.setattr(pipeline, "drawn", lambda gathered, language: {})


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the pages that MkDocs' own steps have built one by one, this process' only."""
    seen: list[str] = []
    own = frame.Frames._built

    def noted(self: frame.Frames, uri: str, text: str) -> str:
        seen.append(uri)
        return own(self, uri, text)

    monkeypatch.setattr(frame.Frames, "_built", noted)
    return seen


def both(root: Path, out: Path, as_of: str = AS_OF, jobs: int = 1) -> tuple[dict[str, bytes], dict[str, bytes]]:
    plain = contents(build(root, out / "plain", as_of=as_of, plain=True))
    return plain, contents(build(root, out / "set", as_of=as_of, jobs=jobs))


def hostile(root: Path) -> Path:
    write_records(root)
    for number, title in enumerate(HOSTILE, 20):
        record = DISK.replace("INC-2024-002", f"INC-2024-0{number}").replace("予約API: ディスクの満杯", title)
        record = record.replace("再起動した。\n", f"再起動した。\n{FEATURES}", 1)
        (root / "incidents" / "2024" / f"INC-2024-0{number}.md").write_text(record, encoding="utf-8")
    return root


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_same_bytes_without_settings(tmp_path: Path, built: list[str], jobs: int) -> None:
    plain, fast = both(hostile(tmp_path / "root"), tmp_path, jobs=jobs)
    assert fast == plain
    assert len(built) < len([name for name in plain if name.endswith(".html")]) / 2


@pytest.mark.parametrize("urls", ["true", "false"])
def test_the_same_bytes_with_an_address_and_pages_of_ones_own(tmp_path: Path, urls: str) -> None:
    root = hostile(tmp_path / "root")
    settings = f"site_name: A & B\nsite_url: https://example.org/ops/\nuse_directory_urls: {urls}\n"
    settings += "docs_dir: own\nplugins:\n  - search\n  - furikaeri\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (root / "own" / "incidents").mkdir(parents=True)
    (root / "own" / "guide.md").write_text("# Guide\n\n[it](incidents/inc-2024-001.md#timeline)\n", encoding="utf-8")
    (root / "own" / "incidents" / "inc-2024-002.md").write_text("# Mine\n", encoding="utf-8")
    plain, fast = both(root, tmp_path)
    assert fast == plain
    assert b"inc-2024-001" in fast["sitemap.xml"]


def test_a_theme_that_looks_into_the_pages_gets_what_it_asks_for(tmp_path: Path, built: list[str]) -> None:
    root = hostile(tmp_path / "root")
    own = root / "site_templates" / "theme"
    own.mkdir(parents=True)
    packaged = (REPOSITORY / "site_templates" / "theme" / "main.html").read_text(encoding="utf-8")
    seen = "{% block footer %}{{ page.content | length if page }} {{ page.title | upper if page }}{% endblock %}"
    (own / "main.html").write_text(packaged + seen, encoding="utf-8")
    plain, fast = both(root, tmp_path)
    assert fast == plain
    assert "incidents/inc-2024-001.md" in built and "incidents/inc-2024-020.md" in built


def test_a_form_of_the_title_that_is_not_known_is_no_frame(tmp_path: Path, built: list[str]) -> None:
    root = write_records(tmp_path / "root")
    own = root / "site_templates" / "theme"
    own.mkdir(parents=True)
    packaged = (REPOSITORY / "site_templates" / "theme" / "main.html").read_text(encoding="utf-8")
    seen = '{% block footer %}{{ page.title | lower | replace("fkname7c1e", "fkname7c1e") if page }}{% endblock %}'
    (own / "main.html").write_text(packaged + seen, encoding="utf-8")
    plain, fast = both(root, tmp_path)
    assert fast == plain
    assert "incidents/inc-2024-001.md" in built


@pytest.mark.parametrize(
    "more", ["plugins: [search, furikaeri, meta-of-none]", "plugins: [furikaeri]", "hooks: [hook.py]"]
)
def test_who_wants_to_see_every_page_sees_it(tmp_path: Path, more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "_PLUGINS", frozenset({"search"}) if "none" in more else setting._PLUGINS)
    root = write_records(tmp_path / "root")
    (root / "hook.py").write_text(
        "def on_page_content(html, page, **_):\n    return html + f'<p>seen {page.url}</p>'\n", encoding="utf-8"
    )
    (root / "mkdocs.yml").write_text(f"site_name: A\n{more.replace(', meta-of-none', '')}\n", encoding="utf-8")
    plain, fast = both(root, tmp_path)
    assert fast == plain
    if "hooks" in more:
        assert b"seen incidents/inc-2024-001/" in fast["incidents/inc-2024-001/index.html"]


def test_the_casebook_is_the_same_in_both_languages(tmp_path: Path) -> None:
    plain, fast = both(REPOSITORY, tmp_path, "2026-11-01T00:00+09:00", jobs=2)
    assert sorted(name for name in plain if plain[name] != fast.get(name)) == []
    assert set(fast) == set(plain)


def test_a_thousand_made_up_records_are_the_same(tmp_path: Path) -> None:
    root = tmp_path / "root"
    corpus = REPOSITORY / "benchmarks" / "make_corpus.py"
    subprocess.run([sys.executable, corpus, "1000", root / "incidents"], check=True)
    settings = "site_name: A\nsite_url: https://example.org/\nplugins: [search, {furikaeri: {editions: [ja]}}]\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    plain, fast = both(root, tmp_path, "2026-11-01T00:00+09:00", jobs=2)
    assert sorted(name for name in plain if plain[name] != fast.get(name)) == []
    assert set(fast) == set(plain)


@given(
    st.lists(st.tuples(st.sampled_from(["", "## A { #a }", "## B { #b-1 }"]), st.text("<div>\n h1#{}", max_size=30)))
)
def test_a_page_comes_apart_and_together_again(parts: list[tuple[str, str]]) -> None:
    text = "\n\n".join(part for pair in parts for part in pair)
    source = parsed(f'---\ntitle: "x"\nhide: ["toc"]\n---\n\n{text}\n'.encode())
    assert source.meta == 'hide: ["toc"]\n'
    whole = source.skeleton
    for number, block in enumerate(source.blocks):
        marked = f"<div>fkslot7c1e-{number}{'<h1></h1>' if b'<h1' in block else ''}</div>"
        assert whole.count(marked) == 1
        whole = whole.replace(marked, block.decode())
    assert whole.split() == text.split()
