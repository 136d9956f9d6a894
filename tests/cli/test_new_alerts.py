"""`furikaeri new --from-alertmanager`: one record an incident, whatever the labels hold."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.check.support import put
from tests.cli.new_support import AS_OF, FIXTURE, NOW, checked, only, run, written
from tests.exchange.payloads import alert, message, sent


def from_alerts(root: Path, payload: dict[str, Any], *args: str) -> Result:
    return run(root, "--from-alertmanager", "-", *args, data=sent(payload))


def test_a_message_on_standard_input(tmp_path: Path) -> None:
    result = from_alerts(tmp_path, message())
    incident = only(tmp_path)
    assert result.stdout == f"{tmp_path}/incidents/2026/INC-2026-001-booking.md\n"
    assert (incident.title, incident.services) == ("Booking API: error rate above 5 %", ("booking",))
    assert (incident.detection, incident.status, incident.severity) == ("alertmanager", "open", "P0")
    assert incident.detected_at == dt.datetime(2026, 10, 3, 0, 6, 12, tzinfo=dt.UTC)
    assert incident.not_known == ("started_at",), "an alert fires after the impact began"
    assert incident.sources[0] == "https://wiki.example/runbooks/high-error-rate" and len(incident.sources) == 3
    fired = "アラートが発火: `HighErrorRate` (severity `critical`)"
    assert [(row.kind, row.event) for row in incident.rows] == [("detected", fired)]
    assert "`instance=10.0.0.7:9100`" in incident.sections[-1].text


def test_a_message_in_a_file_and_options_that_win(tmp_path: Path) -> None:
    file = tmp_path / "message.json"
    file.write_bytes(sent(message()))
    args = ["--title", "mine", "--service", "other", "--detection", "user_report", "--started", "09:00"]
    args += ["--detected", "09:10"]
    written(tmp_path, "--from-alertmanager", str(file), *args)
    incident = only(tmp_path)
    assert (incident.title, incident.services, incident.detection) == ("mine", ("other",), "user_report")
    assert incident.detected_at == NOW.replace(minute=10, second=0)
    assert [row.kind for row in incident.rows] == ["note", "note", "detected"], "the alert fired before they noticed"


def test_another_label_may_name_the_service(tmp_path: Path) -> None:
    from_alerts(tmp_path, message(), "--service-label", "team", "--service-label", "job")
    assert only(tmp_path).services == ("api-server",)


def test_a_service_the_policy_does_not_know_is_left_out_and_said(tmp_path: Path) -> None:
    policy = "services: {bookings: {ja: 予約}}\nlocale: en\ndetection_sources: {alertmanager: null}\n"
    put(tmp_path, {"incidents/policy.yml": policy})
    result = from_alerts(tmp_path, message())
    assert "booking is not a service of the policy (did you mean `bookings`?)" in result.stderr
    incident = only(tmp_path)
    assert incident.services == () and incident.detection is None


def test_a_message_that_is_sent_again_is_not_recorded_again(tmp_path: Path) -> None:
    first = from_alerts(tmp_path, message())
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.md")}
    grown = message(alert(), alert(fingerprint="b", startsAt="2026-10-03T00:10:00Z"))
    others = message(alert(fingerprint="b", startsAt="2026-10-03T00:10:00Z"))
    for payload in (message(), grown, others):
        again = from_alerts(tmp_path, payload, "--lang", "en")
        assert (again.exit_code, again.stdout) == (0, first.stdout)
        assert "recorded already" in again.stderr
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.md")} == before


def test_an_alert_that_is_over_resolves_nothing_by_itself(tmp_path: Path) -> None:
    from_alerts(tmp_path, message())
    over = message(alert(status="resolved", endsAt="2026-10-03T00:18:00Z"))
    again = from_alerts(tmp_path, over, "--lang", "en")
    assert again.exit_code == 0 and "ended at 2026-10-03 09:18" in again.stderr
    assert only(tmp_path).status == "open"
    assert from_alerts(tmp_path, over, "--force").exit_code == 0
    text = next((tmp_path / "incidents/2026").glob("INC-2026-002*")).read_text(encoding="utf-8")
    assert (
        "\n# resolved_at: 2026-10-03T09:18+09:00  #" in text and "| 09:18 | その他 | すべてのアラートが解消 |" in text
    )
    assert [incident.status for incident in checked(tmp_path).incidents] == ["open", "open"]


def test_the_group_that_fires_anew_is_a_new_incident_once_the_last_is_over(tmp_path: Path) -> None:
    file = Path(from_alerts(tmp_path, message()).stdout.strip())
    anew = message(alert(startsAt="2026-10-03T00:15:00Z"))
    assert from_alerts(tmp_path, anew).stdout.strip() == str(file), "it flaps, and the incident lasts"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("status: open", "status: resolved"), encoding="utf-8")
    assert from_alerts(tmp_path, message()).stdout.strip() == str(file), (
        "the very same firing, whatever its record says"
    )
    assert Path(from_alerts(tmp_path, anew).stdout.strip()).name == "INC-2026-002-booking.md"


def test_the_same_message_ten_times_at_once_is_one_record(tmp_path: Path) -> None:
    def one(_: int) -> str:
        command = [sys.executable, "-m", "generator", "new", "--root", str(tmp_path), "--as-of", AS_OF,
                   "--from-alertmanager", "-"]  # fmt: skip
        return subprocess.run(command, check=True, capture_output=True, input=sent(message())).stdout.decode()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(one, range(10)))) == 1
    assert checked(tmp_path).records == 1


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", sent(message(version="1")), b" " * 1_000_001, sent([])])
def test_what_is_no_message_stops_it(data: bytes, tmp_path: Path) -> None:
    result = run(tmp_path, "--from-alertmanager", "-", "--lang", "en", data=data)
    assert result.exit_code == 2 and "--from-alertmanager" in result.stderr and result.stdout == ""
    assert list(tmp_path.iterdir()) == []


HOSTILE = st.one_of(
    st.text(st.sampled_from(list("|`<>-![](){}#:'\"\\\n\r\t\x00\x1b\u2028\u202e~*_&ja /")), max_size=30),
    st.sampled_from(["---", "\n---\n", "-->", "<!--", "<script>alert(1)</script>", "](javascript:x)", "| a |\n", "```",
                     "## Summary", "status: resolved", "\ud800",
                     "x # furikaeri: ignore empty-section y", "INC-2026-001", "{{ 7*7 }}", "{% raw %}"]),
    st.text(max_size=30),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=FIXTURE)
@given(values=st.lists(HOSTILE, min_size=8, max_size=8), name=HOSTILE)
def test_hostile_labels_change_nothing_but_their_own_cells(
    values: list[str], name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    labels = {"alertname": values[0], "severity": values[1], "x" + name: values[2], "service": values[3]}
    notes = {"summary": values[4], "description": values[5], "runbook_url": f"https://x/{values[6]}"}
    payload = message(alert(labels=labels, annotations=notes), groupKey=values[7] + "k", commonLabels={})
    root = tmp_path_factory.mktemp("root")
    result = from_alerts(root, payload)
    assert result.exit_code == 0, result.output
    incident = only(root)
    assert (incident.status, incident.severity, incident.kind) == ("open", "P0", "incident")
    headings = [section.heading for section in incident.sections]
    plain = ["概要", "タイムライン", "影響範囲", "根本原因", "対応内容", "予防対策", "学習事項", "アラート"]
    assert headings == plain and len(incident.rows) == 1
    assert from_alerts(root, payload).stdout == result.stdout


def test_a_great_many_alerts_fit(tmp_path: Path) -> None:
    label = {"x": "y" * 150}
    many = [alert(fingerprint=f"{n:016x}", labels={"alertname": f"A{n}", **label}, annotations={}) for n in range(1500)]
    from_alerts(tmp_path, message(*many, truncatedAlerts=3))
    text = next(tmp_path.rglob("INC*.md")).read_text(encoding="utf-8")
    assert only(tmp_path).title == "A0, A1, A2 …" and len(text) < 30_000
    assert text.count("\n| `A") == 32 and text.rstrip().endswith(str(1500 - 32 + 3))
