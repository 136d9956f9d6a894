from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.publish.pipeline import make, make_site
from generator.publish.settings import settings_of
from generator.publish.usable import Stopped, instant, now
from generator.publish.write import write_plain
from generator.read.records import read
from tests.publish import made_up
from tests.publish.records import break_record, write_records

AS_OF = "2024-03-01T00:00+09:00"
EPOCH = "1709218800"  # the same instant


def test_two_records_become_a_site(root: Path) -> None:
    made = make(write_records(root), as_of=AS_OF)
    assert (made.main.language, made.day) == ("ja", "2024-03-01")
    pages = set(made.main.site.files)
    assert {"index.md", "incidents/inc-2024-001.md", "incidents/inc-2024-002.md", "reviews/2024-01.md"} <= pages
    kpis = json.loads(made.main.site.files["data/kpis.json"])
    assert [month["mttr"]["mean"] for month in kpis["months"]] == [30.0, 30.0]
    assert kpis["as_of"] == AS_OF.replace("+", ":00+")


def test_the_past_is_shown_as_it_was_known(root: Path) -> None:
    files = make_site(write_records(root), as_of="2024-02-01").files
    assert "incidents/inc-2024-001.md" in files
    assert "incidents/inc-2024-002.md" not in files


def test_errors_stop_with_all_of_them(root: Path) -> None:
    write_records(root)
    break_record(root)
    (root / "incidents" / "2024" / "INC-2024-003.md").write_text("---\nid: [\n---\n", encoding="utf-8")
    with pytest.raises(Stopped) as error:
        make(root, as_of=AS_OF)
    assert error.value.exit_code == 1
    assert error.value.records == 3
    assert "INC-2024-001-db-pool.md:11:" in str(error.value)
    assert "INC-2024-003.md:" in str(error.value)


def test_a_broken_policy_and_no_record_have_codes_of_their_own(root: Path) -> None:
    with pytest.raises(Stopped, match="incidents/") as nothing:
        make(root, as_of=AS_OF)
    assert (nothing.value.exit_code, nothing.value.records) == (3, 0)
    (write_records(root) / "incidents" / "policy.yml").write_text("timezon: Asia/Tokyo\n", encoding="utf-8")
    with pytest.raises(Stopped, match="timezone") as policy:
        make(root, as_of=AS_OF)
    assert policy.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2024-03-01T00:00+09:00", 15), ("2024-03-01", 15), ("2024-03-01 00:00", 15), ("2024-02-29T15:00Z", 15)],
)
def test_a_time_without_an_offset_is_in_the_policys_zone(root: Path, text: str, hour: int) -> None:
    assert instant(text, read(write_records(root))) == dt.datetime(2024, 2, 29, hour, tzinfo=dt.UTC)


@pytest.mark.parametrize("as_of", ["tomorrow", "2024-13-01", dt.datetime(2024, 3, 1)])
def test_what_is_no_instant_is_refused(root: Path, as_of: str | dt.datetime) -> None:
    with pytest.raises(ValueError, match="as_of"):
        instant(as_of, read(write_records(root)))


def test_the_present_can_be_set_for_reproducible_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert now() == dt.datetime.fromisoformat(AS_OF)


ONE_WAY = "import sys; from pathlib import Path; from generator.publish.build import build; build(Path(sys.argv[1]))"


def run(command: list[str], root: Path, seed: str) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    done = subprocess.run(command, check=False, cwd=root, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_mkdocs_with_the_plugin_and_our_build_give_the_same_bytes_in_any_process(root: Path) -> None:
    write_records(root)
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(
        "site_name: Ours\nsite_url: https://example.org/look-back/\n"
        "theme: {name: material, language: ja, font: false}\n"
        "markdown_extensions: [attr_list, md_in_html, tables]\nplugins: [search, furikaeri]\n",
        encoding="utf-8",
    )
    run([sys.executable, "-c", ONE_WAY, str(root)], root, seed="1")
    run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "other"], root, seed="2")
    ours, theirs = made_up.contents(root / "site"), made_up.contents(root / "other")
    assert [name for name in ours if ours[name] != theirs.get(name)] == []
    assert set(ours) == set(theirs)
    assert b"2024-03-01" in ours["sitemap.xml"]


def test_zensical_builds_the_real_pages_strictly(root: Path) -> None:
    made = make(write_records(root), as_of=AS_OF)
    write_plain(made, settings_of(root), root / "plain")
    tool = str(Path(sys.executable).with_name("zensical"))
    run([tool, "build", "--strict", "--clean", "--config-file", "mkdocs.yml"], root / "plain", seed="1")
    site = root / "plain" / "site"
    pages = [uri for uri in made.main.site.files if uri.endswith(".md")]
    assert len(pages) > 20
    for uri in pages:
        folder = site / uri.removesuffix(".md").removesuffix("index")
        assert (folder / "index.html").is_file(), uri
    assert "接続プールが枯渇した" in (site / "incidents" / "inc-2024-001" / "index.html").read_text(encoding="utf-8")


def test_a_stopped_build_speaks_one_language(root: Path) -> None:
    write_records(root)
    break_record(root)
    (root / "incidents" / "policy.yml").write_text("locale: en\n", encoding="utf-8")
    stopped = CliRunner().invoke(main, ["build", "--root", str(root)])
    assert stopped.exit_code == 1
    assert stopped.stderr.splitlines()[-1] == "nothing was made, and the site published before is untouched"
