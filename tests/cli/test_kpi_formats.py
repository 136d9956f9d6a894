"""`furikaeri kpi --format csv|markdown|prom`: the files of the site, and Markdown for people."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from generator.cli.main import main
from generator.publish.pipeline import make_site
from tests.cli.test_kpi import AS_OF, HAND_WORKED, broken, kpi, printed, root

__all__ = ["root"]  # the fixture


def rows(*options: str) -> list[dict[str, str]]:
    result = kpi("--format", "csv", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("ascii"), newline="")))


def metrics(*options: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    result = kpi("--format", "prom", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    families = text_string_to_metric_families(result.stdout_bytes.decode("utf-8"))
    return {family.name: [(sample.labels, sample.value) for sample in family.samples] for family in families}


def markdown(*options: str) -> str:
    result = kpi("--format", "markdown", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.mark.parametrize(("form", "uri"), [("csv", "kpis.csv"), ("prom", "metrics.prom"), ("json", "kpis.json")])
def test_the_command_prints_the_file_of_the_site(form: str, uri: str) -> None:
    site = make_site(HAND_WORKED, as_of=AS_OF)
    assert kpi("--format", form).stdout_bytes == site.files[f"data/{uri}"]


def test_csv_says_what_the_json_says_of_what_was_asked_for() -> None:
    asked = ("--service", "nginx", "--from", "2026-02")
    document, found = printed(*asked), rows(*asked)
    mttr = {row["month"]: row for row in found if row["kpi"] == "mttr"}
    assert list(mttr) == [*(month["month"] for month in document["months"]), "total"]
    for month in document["months"]:
        cells, figure = mttr[month["month"]], month["mttr"]
        assert (cells["n"], cells["mean_minutes"]) == (
            str(figure["n"]),
            "" if figure["mean"] is None else repr(figure["mean"]),
        )
    assert "" in {row["mean_minutes"] for row in mttr.values()}


def test_prom_says_what_the_json_says_and_nothing_of_actions_for_a_part() -> None:
    found = metrics()
    assert found["furikaeri_open_incidents"] == [({}, 3)]
    resolve = {
        labels["month"]: v for labels, v in found["furikaeri_time_to_resolve_seconds"] if labels["statistic"] == "mean"
    }
    wanted = {month["month"]: month["mttr"]["mean"] for month in printed()["months"]}
    assert resolve == {month: mean * 60 for month, mean in wanted.items() if mean is not None}
    assert "furikaeri_actions_open" in found
    assert "furikaeri_actions_open" not in metrics("--severity", "P0")


def test_promtool_accepts_it() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    data = kpi("--format", "prom").stdout_bytes
    done = subprocess.run([promtool, "check", "metrics"], input=data, capture_output=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, b"")


def test_markdown_has_a_table_for_each_month_and_the_total() -> None:
    text = markdown("--lang", "en")
    headings = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert headings == ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026 (provisional)", "May 2026 (provisional)", "Total"]
    tables = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]
    assert len(tables) == len(headings)
    for table in tables:
        assert len(table) == 2 + 5
        assert {line.count("|") for line in table} == {8}
        assert re.fullmatch(r"\| :-- (\| --: )+\|", table[1])


def test_markdown_has_n_beside_each_statistic_and_a_dash_for_what_cannot_be_had() -> None:
    text = markdown("--lang", "en")
    january, march = (text.split(f"### {month} 2026")[1].split("###")[0] for month in ("Jan", "Mar"))
    assert "| Time to resolve (MTTR) | 1 h 20 min | 1 h | 1 h 48 min | 3 | 0 | 0 |" in january
    assert "- Response target: 67 % in time (n=3, 95% interval 21 %–94 %); 0 pending, 0 unknown" in january
    assert "| Time to resolve (MTTR) | — | — | — | 0 | 0 | 0 |" in march
    assert "- Incidents: 0 (95% interval 0–3.7, expected —)" in march
    assert "- Recurrence: — came back (n=0, 95% interval —)" in march
    assert text.endswith("3 records excluded.\n")


def test_markdown_speaks_japanese() -> None:
    text = markdown("--lang", "ja")
    assert text.startswith("## 2026-05-10 12:00 時点の KPI\n\n### 2026年1月\n\n| KPI | 平均 | 中央値 |")
    assert "| 復旧時間 (MTTR) | 1時間20分 | 1時間 |" in text
    assert "### 2026年5月(暫定)" in text and "### 全体" in text
    words = set(re.findall(r"[A-Za-z]{2,}", text))
    assert words == {"KPI", "MTTD", "MTTA", "MTTM", "MTTR", "MRT"}


@pytest.mark.parametrize("form", ["csv", "markdown", "prom"])
def test_a_broken_record_stops_every_format_and_lenient_does_not(root: Path, form: str) -> None:
    result = kpi("--format", form, root=broken(root))
    assert (result.exit_code, result.stdout) == (1, "")
    result = kpi("--format", form, "--lenient", root=root)
    assert (result.exit_code, result.stdout != "") == (0, True)


def test_help_names_the_formats() -> None:
    said = CliRunner().invoke(main, ["kpi", "--help"]).stdout
    assert "table|json|csv|markdown|prom" in said
