"""A site whose policy changes what its durations measure: no page and no file still states the usual contract."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.model import contract_words as said
from generator.model.kpi import DURATIONS
from generator.model.policy import SPANS, Language
from generator.publish.pipeline import make_site
from generator.read.words import words
from tests.measure.made import TOKYO
from tests.publish.records import write_records

CHANGED = """\
contracts:
  mttd: {from: started_at, to: acknowledged_at}
  mtta: {clock: business}
  mttm: {from: detected_at}
  mttr: {from: acknowledged_at, to: resolved_at}
  mrt: {from: mitigated_at}
"""
NOW = {
    "mttd": ("started_at", "acknowledged_at", "elapsed"),
    "mtta": ("detected_at", "acknowledged_at", "business"),
    "mttm": ("detected_at", "mitigated_at", "elapsed"),
    "mttr": ("acknowledged_at", "resolved_at", "elapsed"),
    "mrt": ("mitigated_at", "resolved_at", "elapsed"),
}
AS_OF = "2024-03-10T00:00+09:00"
#: What speaks of figures: not the rules' reasons, the promises of the response flow, or the defaults in the schemas.
TEXTS = re.compile(r"^(?!search/|rules\.md|response/|promises/|data/schema/).*\.(md|json|csv|prom)$")


def root(folder: Path, policy: str, language: Language) -> Path:
    write_records(folder)
    (folder / "incidents" / "policy.yml").write_text(f"locale: {language}\n{policy}", encoding="utf-8")
    return folder


def usual_statements(language: Language) -> set[str]:
    """Return every sentence that is true of the usual contracts only."""
    speak = words(language, TOKYO)
    found = set()
    for name, (start, end, _) in NOW.items():
        usual = SPANS[name]
        if (start, end) == (usual.start, usual.end):
            continue
        ends = {"start": speak(said.NOUNS[usual.start]), "end": speak(said.NOUNS[usual.end])}
        if (usual.start, usual.end) not in [(a, b) for a, b, _ in NOW.values()]:
            found |= {speak("incidents whose {start} and {end} are known", **ends), speak("{start} → {end}", **ends)}
            found.add(speak(said.SPAN_QUESTIONS[usual.start, usual.end]))
            found.add(f"Time from {said.NOUNS[usual.start]} to {said.NOUNS[usual.end]}")
    return found | {speak("Detection to resolution"), speak("Time from detection to resolution")}


def texts(folder: Path, language: Language) -> dict[str, str]:
    """Return what the site's files and the command's forms say, without the sentences on how they depart."""
    files = make_site(folder, as_of=AS_OF).files
    found = {uri: html.unescape(data.decode("utf-8-sig")) for uri, data in files.items() if TEXTS.search(uri)}
    for form in ("table", "markdown", "csv", "json", "prom"):
        command = ["kpi", "--format", form, "--as-of", AS_OF, "--root", str(folder)]
        result = CliRunner().invoke(main, command, env={"COLUMNS": "200"})
        assert result.exit_code == 0, result.output
        found[f"kpi --format {form}"] = result.stdout
    departure = re.compile(r"このサイトの方針では、[^。]*。一般の定義は[^。]*。|This site's policy measures [^.]*\.?")
    assert language == "en" or sum(len(departure.findall(text)) for text in found.values()) > 20
    return {uri: departure.sub("", text) for uri, text in found.items()}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_or_file_states_the_usual_contract(language: Language, tmp_path: Path) -> None:
    forbidden = usual_statements(language)
    assert len(forbidden) > 10
    after = texts(root(tmp_path / "changed", CHANGED, language), language)
    assert [(uri, text) for uri, content in after.items() for text in sorted(forbidden) if text in content] == []
    before = "\n".join(texts(root(tmp_path / "usual", "", language), language).values()) if language == "en" else ""
    assert language == "ja" or sum(text in before for text in forbidden) >= len(forbidden) - 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_of_a_changed_kpi_says_that_it_is_changed(language: Language, tmp_path: Path) -> None:
    files = make_site(root(tmp_path, CHANGED, language), as_of=AS_OF).files
    speak = words(language, TOKYO)
    for name, (start, end, clock) in NOW.items():
        ends = speak(said.NOUNS[start]), speak(said.NOUNS[end]), speak(said.CLOCKS[clock])
        for uri in (f"kpis/{name}.md", "kpis/index.md", "methodology.md", "reviews/2024-01.md"):
            page = html.unescape(files[uri].decode("utf-8"))
            sentences = [line for line in re.findall(r">([^<>]*)<", page) if line.strip().startswith(speak(
                "This site's policy measures {kpi} from {start} to {end} ({clock}), not as usual from {usual_start} to "
                "{usual_end} ({usual_clock}).").split("{")[0]) and name.upper() in line]  # fmt: skip
            assert len(sentences) == 1, (uri, name)
            assert all(part in sentences[0] for part in ends), (uri, name)
    for uri in ("index.md", "services/index.md", "reviews/index.md"):
        assert "fk-departs" in files[uri].decode("utf-8"), uri


def test_the_files_carry_the_contract_that_is(tmp_path: Path) -> None:
    files = make_site(root(tmp_path, CHANGED, "ja"), as_of=AS_OF).files
    document = json.loads(files["data/kpis.json"])
    rows = list(csv.DictReader(io.StringIO(files["data/kpis.csv"].decode("ascii"), newline="")))
    flat = json.loads(files["data/kpis-flat.json"])
    metrics = files["data/metrics.prom"].decode("utf-8")
    for name in DURATIONS:
        start, end, clock = NOW[name]
        contract = document["contracts"][name]
        assert (contract["from"], contract["to"], contract["clock"]) == NOW[name]
        assert contract["version"] == 1 and contract["changed"]
        for row in (*[r for r in rows if r["kpi"] == name], *[r for r in flat if r["kpi"] == name]):
            assert (row["from"], row["to"], row["clock"], str(row["contract_version"])) == (start, end, clock, "1")
            assert row["contract_changed"] == ";".join(contract["changed"])
        spoken = "in business hours " if clock == "business" else ""
        assert f"Time {spoken}from {said.NOUNS[start]} to {said.NOUNS[end]}, over" in metrics
        assert f"This site's policy measures {name.upper()} from" in metrics


def test_the_usual_files_name_no_change(tmp_path: Path) -> None:
    files = make_site(write_records(tmp_path), as_of=AS_OF).files
    flat = json.loads(files["data/kpis-flat.json"])
    assert {row["contract_changed"] for row in flat} == {None}
    by_kpi = {row["kpi"]: (row["from"], row["to"], row["clock"], row["contract_version"]) for row in flat}
    assert by_kpi["mttr"] == ("started_at", "resolved_at", "elapsed", 1)
    assert by_kpi["incident_rate"] == (None, None, None, 1)
    assert by_kpi["response_target"] == ("detected_at", "acknowledged_at", "severity", 1)
    assert "This site's policy" not in files["data/metrics.prom"].decode("utf-8")
    assert "fk-departs" not in "".join(data.decode("utf-8") for uri, data in files.items() if uri.endswith(".md"))
