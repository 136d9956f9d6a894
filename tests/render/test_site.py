"""The whole site, as files and as built by plain MkDocs with extensions that act on unguarded text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from click.testing import CliRunner
from jinja2 import UndefinedError

from generator.cli.main import main
from generator.model.page import Site
from generator.render.site import render
from tests.render.render_inputs import incident, inputs

EXTENSIONS = """
  - attr_list
  - md_in_html
  - tables
  - footnotes
  - abbr
  - toc: {permalink: true}
  - pymdownx.superfences
  - pymdownx.critic
  - pymdownx.snippets: {base_path: ["."], check_paths: true}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return render(inputs(tmp_path_factory.mktemp("root")))


@pytest.fixture(scope="module")
def built(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("SECRET-OF-THE-REPOSITORY", encoding="utf-8")
    for uri, data in site.files.items():
        (folder / "docs" / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / uri).write_bytes(data)
    settings = "site_name: t\ntheme: {name: material, language: ja, font: false}\nextra_css: [assets/furikaeri.css]\n"
    settings += f"markdown_extensions:{EXTENSIONS}nav: {json.dumps(site.nav, ensure_ascii=False)}\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


#: The pages' own scripts are files of the site.
OWN_SCRIPT = re.compile(r'<script src="[./]+(?:assets/scripts/[a-z-]+|data/explorer)\.js" defer(?:="")?></script>')


class Page(HTMLParser):
    """Collects what the tests ask of a built page's article."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.handlers: list[str] = []
        self.tags: set[str] = set()
        text = file.read_text(encoding="utf-8")
        found = re.search(r"<article.*?</article>", text, re.DOTALL)
        assert found, file
        # the site's own scripts, files without any text of a page; every other one is somebody else's
        self.html = re.sub(r'<script src="(?:\.\./)*assets/scripts/[a-z-]+\.js" defer></script>', "", found.group())
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not (tag == "script" and re.fullmatch(r"(\.\./)*assets/scripts/[\w-]+\.js", dict(attrs).get("src") or "")):
            self.tags.add(tag)  # a script of the site's own is no author's
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.links.append(value or "")
            elif name.startswith("on"):
                self.handlers.append(name)


def pages(built: Path) -> Iterator[tuple[Path, Page]]:
    for file in sorted(built.rglob("index.html")):
        yield file, Page(file)


def test_every_page_of_the_contract_is_there(site: Site) -> None:
    wanted = {"index.md", "incidents/index.md", "incidents/2026.md", "incidents/inc-2026-014.md", "reviews/index.md",
              "reviews/2026-09.md", "reviews/2026-10.md", "kpis/mttr.md", "kpis/incident-rate.md", "causes/capacity.md",
              "services/予約api.md", "actions/index.md", "drills/index.md", "response/index.md", "response/oncall.md",
              "methodology.md", "quality.md", "data/index.md", "data/incidents.json", "data/kpis.json",
              "data/behaviour.json", "data/incidents.csv", "data/kpis.csv", "data/kpis-flat.json", "data/metrics.prom",
              "data/promises.json", "data/promises.csv", "promises/index.md",
              "data/schema/record.schema.json", "data/schema/policy.schema.json", "data/schema/review.schema.json",
              "assets/furikaeri.css"}  # fmt: skip
    assert wanted <= set(site.files)


def test_no_incident_is_in_the_nav_and_every_entry_exists(site: Site) -> None:
    uris = re.findall(r'"([^"]+\.md)"', json.dumps(site.nav, ensure_ascii=False))
    assert set(uris) <= set(site.files)
    assert [uri for uri in uris if uri.startswith("incidents/")] == ["incidents/index.md"]


def test_the_same_inputs_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    assert render(inputs(tmp_path)).files == site.files


def test_front_matter_is_yaml_with_a_title(site: Site) -> None:
    for uri, data in site.files.items():
        if uri.endswith(".md"):
            assert yaml.safe_load(data.decode("utf-8").split("---\n")[1])["title"], uri


def test_no_macro_snippet_or_fence_is_left_for_anybody_to_run(site: Site) -> None:
    for uri, data in site.files.items():
        if uri.endswith(".md"):
            title, body = data.decode("utf-8").split("\n---\n", 1)
            assert not re.search(r"\{[{%#]", title), uri
            assert not re.search(r"\{[{%+=~>-]|\{#|--8<--|`|~~~", body), uri


def test_a_hostile_record_adds_no_script_handler_or_address(built: Path) -> None:
    for file, page in pages(built):
        assert not page.handlers, file
        assert not {"img", "iframe", "object"} & page.tags, file
        assert not {"input", "form"} & page.tags or file == built / "incidents" / "index.html"
        assert "<script" not in OWN_SCRIPT.sub("", page.html), file
        assert "SECRET-OF-THE-REPOSITORY" not in page.html
        assert not [link for link in page.links if link.lower().startswith(("javascript:", "data:", "//"))], file


def test_a_hostile_title_is_read_as_written(built: Path) -> None:
    html = Page(built / "incidents" / "inc-2026-003" / "index.html").html
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt; ](javascript:alert(1)) &#123;onclick=alert(1)&#125;" in html


def test_every_relative_link_leads_somewhere(built: Path) -> None:
    known = {file: set(page.ids) for file, page in pages(built)}
    for file, page in pages(built):
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (file.parent / unquote(parts.path)).resolve()
            target = target / "index.html" if target.is_dir() or parts.path.endswith("/") else target
            target = file if not parts.path else target
            assert target.is_file(), (file, link)
            if parts.fragment:
                assert unquote(parts.fragment) in known[target], (file, link)


def test_headings_begin_at_one_and_skip_no_level(built: Path) -> None:
    for file, page in pages(built):
        assert page.levels.count(1) == 1 and page.levels[0] == 1, file
        assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False)), file


def test_ids_are_unique_on_a_page(built: Path) -> None:
    for file, page in pages(built):
        assert len(page.ids) == len(set(page.ids)), file


def test_the_incident_page_says_what_the_record_says(built: Path) -> None:
    html = Page(built / "incidents" / "inc-2026-014" / "index.html").html
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    for words in (
        "2026-10-03 09:00 → 09:30",
        "利用者の 35%",
        "検知 5分、応答 2分、緩和 18分、復旧 5分",
        "約束 結果 根拠となる時刻 応答 ✓ 守った 検知 2026-10-03 09:05 → 応答 09:07 = 2分 ≤ 1時間",
        "更新のない最長の時間 2026-10-03 09:05 → 09:30 = 25分 ≤ 30分",
        "復旧 2026-10-03 09:30 → 最終報告 2026-10-04 08:00 = 22時間30分 ≤ 1日",
    ):
        assert words in text, words
    assert "2026年10月4日(日)" in text
    assert 'href="https://git.example/edit/incidents/2026/INC-2026-014.md"' in html


def test_the_home_page_names_the_month_and_what_needs_attention(built: Path) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", Page(built / "index.html").html))
    assert "2026年10月のふりかえり" in text
    assert "対応中 1" in text and "期限切れの対策 2" in text and "再発 1" in text


def test_incidents_json_holds_instants_in_the_zone_and_minutes(site: Site) -> None:
    document = json.loads(site.files["data/incidents.json"])
    by_id = {row["id"]: row for row in document["incidents"]}
    whole, unknown = by_id["INC-2026-014"], by_id["INC-2026-007"]
    assert (document["schema"], document["as_of"]) == ("furikaeri/incidents/1", "2026-11-01T00:00:00+09:00")
    assert whole["detected_at"] == "2026-10-03T09:05:00+09:00"
    assert whole["durations"]["mttr"] == {"state": "closed", "minutes": 30}
    assert whole["url"] == "incidents/inc-2026-014/"
    assert (unknown["started_at"], unknown["unknown"]) == (None, ["detected_at", "started_at"])


def test_the_schemas_are_those_that_the_command_prints(site: Site, tmp_path: Path) -> None:
    for name in ("record", "policy", "review"):
        said = CliRunner().invoke(main, ["schema", name, "--root", str(tmp_path)])
        assert said.exit_code == 0
        assert site.files[f"data/schema/{name}.schema.json"] == said.stdout_bytes
    assert json.loads(site.files["data/schema/record.schema.json"])["properties"]["severity"]["enum"][0] == "P0"


def test_the_site_speaks_english(tmp_path: Path) -> None:
    home = render(inputs(tmp_path, language="en")).files["index.md"].decode("utf-8")
    assert "<h1>Oct 2026 in review" in home
    assert "Look at this now" in home


def test_a_site_without_incidents_says_so(tmp_path: Path) -> None:
    site = render(inputs(tmp_path, given=()))
    assert "障害の記録はまだない" in site.files["index.md"].decode("utf-8")


def test_a_later_empty_month_is_named(tmp_path: Path) -> None:
    home = render(inputs(tmp_path, given=[incident(1, "2026-08-02 10:00")])).files["index.md"].decode("utf-8")
    assert "2026年8月のふりかえり" in home
    assert "2026年9月から2026年10月まで障害なし" in home


def test_a_projects_own_template_wins_and_a_wrong_name_in_it_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "actions.md.j2").write_text("<h1>own {{ page.done }}</h1>", encoding="utf-8")
    site = render(inputs(tmp_path, folders=(tmp_path,)))
    assert b"<h1>own 0</h1>" in site.files["actions/index.md"]
    (tmp_path / "actions.md.j2").write_text("{{ page.dnoe }}", encoding="utf-8")
    with pytest.raises(UndefinedError, match="dnoe"):
        render(inputs(tmp_path, folders=(tmp_path,)))
