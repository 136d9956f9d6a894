"""Actions, recurrences, detection and recovery: every number leads to what it counts, and pages stay small."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from pathlib import Path

import pytest

from generator.model.finding import Finding, Level, Position
from generator.model.incident import Action, Incident
from generator.render.actions import action_pages
from generator.render.casebook import Casebook
from generator.render.detection import detection_pages
from generator.render.recovery import recovery_pages
from generator.render.recurrences import recurrence_pages
from generator.render.templates import Templates
from tests.render.render_inputs import TEMPLATES, incident, inputs, instant


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def action(number: int, **changes: object) -> Action:
    values: dict[str, object] = {"id": f"A{number}", "title": f"対策 {number}", "kind": "prevent", "status": "open"}
    return Action(**(values | changes))  # type: ignore[arg-type]  # a test's own keywords


def known(number: int, start: str, minutes: int = 30, **changes: object) -> Incident:
    """Return an incident detected after 5 minutes and resolved after `minutes`."""
    begun = instant(start)
    later = {"detected_at": begun + dt.timedelta(minutes=5), "resolved_at": begun + dt.timedelta(minutes=minutes)}
    return incident(number, start, **(later | changes))


CASES = (
    known(1, "2026-08-01 10:00", detection="user_report", recovery="service_restart", fingerprint="pool", actions=(
        action(1, owner="SRE", due=dt.date(2026, 8, 20)),
        action(2, owner="SRE", due=dt.date(2026, 12, 1)),
        action(3, kind="detect", owner="開発"),
        action(4, due=dt.date(2026, 10, 31)),
        action(5, owner="SRE", due=dt.date(2026, 9, 1), status="done", done_at=dt.date(2026, 9, 1)),
        action(6, owner="SRE", due=dt.date(2026, 9, 1), status="done", done_at=dt.date(2026, 9, 2)),
        action(7, owner="SRE", due=dt.date(2025, 9, 1), status="done", done_at=dt.date(2025, 9, 1)),
    )),
    known(2, "2026-08-11 10:00", 60, detection="user_report", recovery="service_restart", fingerprint="pool"),
    known(3, "2026-10-01 10:00", 90, detection="alertmanager", recovery="code_rollback", recurrence_of="INC-2026-002",
          cause="code_change"),
    known(4, "2026-10-20 10:00", cause="code_change"),
)  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    given = inputs(tmp_path_factory.mktemp("root"), given=CASES)
    finding = Finding("F313", "probable-recurrence", Level.ADVICE, CASES[3].path, Position(), "INC-2026-003 の再発かも",
                      "…")  # fmt: skip
    return Casebook(dataclasses.replace(given, findings=(finding,)))


@pytest.fixture(scope="module")
def pages(book: Casebook) -> dict[str, str]:
    templates = Templates([TEMPLATES], book)
    sheets = [*action_pages(book), *recurrence_pages(book), *detection_pages(book), *recovery_pages(book)]
    return {sheet.uri: templates.page(sheet).decode() for sheet in sheets}


def test_every_number_of_actions_is_as_many_as_its_list_names(pages: dict[str, str]) -> None:
    found = re.findall(r'href="\.\./actions/([\w./-]+)/">(\d+)</a>', pages["actions/index.md"])
    assert len(found) > 12
    for path, number in found:
        total = re.search(r"残っている対策 (\d+) 件", pages[f"actions/{path}.md"])
        late = re.search(r"うち期限切れ (\d+) 件", pages[f"actions/{path}.md"])
        assert total is not None and late is not None, path
        assert int(number) in (int(total[1]), int(late[1]), int(total[1]) - int(late[1])), path
        rows = pages[f"actions/{path}.md"].count('<tr><td class="fk-when">')
        assert rows == int(total[1]), path
    lead = plain(pages["actions/index.md"].partition("## ")[0])
    assert "期限切れ 3" in lead and "残っている対策 5" in lead and re.search("期限なし 1 ?、 ?担当なし 1", lead)


def test_actions_of_an_owner_of_nobody_and_without_a_date_are_told_apart(pages: dict[str, str]) -> None:
    assert "対策 4" in pages["actions/no-owner.md"] and "対策 3" not in pages["actions/no-owner.md"]
    assert "対策 3" in pages["actions/undated.md"] and "対策 4" not in pages["actions/undated.md"]
    assert plain(pages["actions/owners/開発.md"]).count("対策 3") == 1


def test_the_bands_count_days_since_the_incident_and_past_the_date(pages: dict[str, str]) -> None:
    """The incident began on 1 August, 92 days before; two actions are 73 days and a day late, the review's 30."""
    table = pages["actions/index.md"].partition('class="fk-table fk-bands"')[2].partition("</table>")[0]
    rows = [plain(row).split() for row in table.split("<tr>")[2:]]
    assert [tuple(row[-2:]) for row in rows] == [("1", "1"), ("0", "2"), ("4", "0"), ("0", "0"), ("0", "0")]


def test_the_share_in_time_is_that_of_the_last_twelve_months(pages: dict[str, str]) -> None:
    """One in time, one late, three overdue; the one of 2025 is too long ago."""
    assert "期限内に完了 20% 1/5" in plain(pages["actions/index.md"])


def test_a_chain_is_told_with_its_gaps_and_grounds(pages: dict[str, str]) -> None:
    said = plain(pages["recurrences/index.md"])
    assert "3 回 2026-08-01 – 2026-10-01" in said and "確認済み: 1 件" in said and "fingerprint が同じ: 1 件" in said
    assert re.search("復旧から 10日 ?、 ?fingerprint が同じ", said) and re.search(
        "復旧から 50日23時間 ?、 ?確認済み", said
    )


def test_what_awaits_a_decision_says_what_to_write(pages: dict[str, str]) -> None:
    for uri in ("recurrences/index.md", "recurrences/2026.md"):
        assert "<code>recurrence_of: INC-2026-003</code>" in pages[uri]
        assert "<code>not_related: &#91;INC-2026-003]</code>" in pages[uri]


def test_recurrences_by_cause_lead_to_the_page_of_the_cause(pages: dict[str, str]) -> None:
    """Of capacity both windows are over, and the first came back after ten days; of code nothing did."""
    causes = pages["recurrences/index.md"].partition("## 原因別")[2].partition("## ")[0]
    assert re.findall(r'#recurrence">(\d+/\d+)<', causes) == ["1/2"]
    assert "表にないもの(再発が最後の行の件数以下): 1" in plain(causes)


def test_sources_finders_and_methods_count_the_same_incidents(pages: dict[str, str]) -> None:
    said = pages["detection/index.md"]
    counts = re.findall(r'href="\.\./detection/([\w/-]+)/#records">(\d+)</a>', said)
    assert counts == [
        ("user-report", "2"), ("alertmanager", "1"), ("by/users", "2"), ("by/monitoring", "1"), ("by/automatic", "3"),
    ]  # fmt: skip
    for path, number in counts:
        assert f"記録 {number} 件" in plain(pages[f"detection/{path}.md"]) or number in pages[f"detection/{path}.md"]
        assert pages[f"detection/{path}.md"].count('<tr><td class="fk-when">') == int(number)
    assert "手段の記録なし 1 障害 4 件のうち" in plain(said)
    assert '<a href="../incidents/inc-2026-001/" title="INC-2026-001">5分</a>' in said  # two values are listed


def test_a_cell_of_causes_and_strategies_leads_to_its_incidents(pages: dict[str, str]) -> None:
    cells = re.findall(r'href="\.\./recovery/([\w/-]+)/#(cause-[\w-]+)">(\d+)</a>', pages["recovery/index.md"])
    assert len(cells) == 3
    for path, anchor, number in cells:
        group = re.search(rf'<div id="{anchor}">.*?</div>', pages[f"recovery/{path}.md"], re.DOTALL)
        assert group is not None and len(re.findall(r"incidents/inc-", group[0])) == int(number)


def test_a_year_of_many_recurrences_has_several_pages(tmp_path: Path) -> None:
    """Fifty failures, each of which came back a day later: forty chains on the first page, ten on the second."""
    start = dt.datetime(2026, 1, 1, 9)
    given = [
        known(2 * n + back, f"{start + dt.timedelta(days=2 * n + back):%Y-%m-%d %H:%M}", fingerprint=f"failure {n}")
        for n in range(50)
        for back in (0, 1)
    ]
    book = Casebook(inputs(tmp_path, given=given))
    templates = Templates([TEMPLATES], book)
    found = {sheet.uri: templates.page(sheet).decode() for sheet in recurrence_pages(book)}
    assert found.keys() == {"recurrences/index.md", "recurrences/2026.md", "recurrences/2026/2.md"}
    assert [found[uri].count('class="fk-chain"') for uri in found] == [12, 40, 10]
    assert 'href="../../recurrences/2026/2/"' in found["recurrences/2026.md"]


def test_lists_and_pages_stay_small_for_many_records(tmp_path: Path) -> None:
    """A thousand open actions of one owner, and a chain of five hundred."""
    start = dt.datetime(2016, 11, 1, 9)
    given = [
        known(n, f"{start + dt.timedelta(hours=175 * n):%Y-%m-%d %H:%M}", fingerprint="pool", detection="alertmanager",
              recovery="service_restart", title="予約API: 応答が遅延し、全リクエストが失敗", actions=tuple(
                  action(k, owner="SRE", due=dt.date(2026, 10, 2)) for k in range(2)))
        for n in range(500)
    ]  # fmt: skip
    book = Casebook(inputs(tmp_path, given=given))
    templates = Templates([TEMPLATES], book)
    sheets = [*action_pages(book), *recurrence_pages(book), *detection_pages(book), *recovery_pages(book)]
    sizes = {sheet.uri: len(templates.page(sheet)) for sheet in sheets}
    assert {"actions/owners/sre.md", "actions/owners/sre/2.md", "actions/owners/sre/7.md"} <= sizes.keys()
    assert {uri: size for uri, size in sizes.items() if size > 140_000} == {}  # a page's frame takes the rest of 200 KB
