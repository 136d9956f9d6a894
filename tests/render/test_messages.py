"""The messages about an incident: worked by hand in both languages, and never more than the record says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from generator.check.promises import promises
from generator.model.incident import Impact, Incident, Row
from generator.model.policy import Language, Policy, Service
from generator.render.message_text import CHANNELS, PUBLIC, Channel
from generator.render.message_view import next_update
from generator.render.messages import KINDS, LANGUAGES, Kind, Messages, NotYet, channels_of, possible
from tests.render.render_inputs import AS_OF, TEMPLATES, incident, incidents, instant, policy

PAGE = "https://site.example/incidents/inc-2026-014/"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return policy(tmp_path_factory.mktemp("root"))


def told(
    rules: Policy, one: Incident, kind: Kind, channel: Channel, language: Language = "ja", *,
    as_of: dt.datetime = AS_OF,
) -> str:  # fmt: skip
    messages = Messages([TEMPLATES], rules, as_of)
    return messages.messages(one, promises(one, rules, as_of), language, (kind,), (channel,))[kind, channel].text(PAGE)


def running(**changes: object) -> Incident:
    """Return a P1 that began at 23:00, was detected at 23:10, and last told of at 23:40."""
    rows = (
        Row(instant("2026-10-31 23:10"), dt.date(2026, 10, 31), "detected", "検知", "監視"),
        Row(instant("2026-10-31 23:40"), dt.date(2026, 10, 31), "update", "切り戻しを準備中", "SRE"),
    )
    values = {"status": "open", "detected_at": instant("2026-10-31 23:10"), "rows": rows, "cause": "unknown"}
    return incident(16, "2026-10-31 23:00", **(values | changes))


def test_the_first_notice_of_an_open_incident_in_japanese(rules: Policy) -> None:
    assert told(rules, running(), "first", "slack") == (
        "*【第一報】INC-2026-016 障害その 16*\n"
        "\n"
        "- 深刻度: P1 High\n"
        "- 対象: 予約API\n"
        "- 影響範囲: 不明\n"
        "- 発生: 2026-10-31 23:00 JST\n"
        "- 検知: 2026-10-31 23:10 JST\n"
        "- 状態: 対応中\n"
        "- 原因: 調査中\n"
        "- 次回の連絡: 2026-11-01 00:10 JST まで\n"  # 30 minutes after the update of 23:40
        f"- 詳細: {PAGE}"
    )


def test_an_update_in_english_says_how_long_so_far_and_the_latest_entry(rules: Policy) -> None:
    assert told(rules, running(), "update", "teams", "en") == (
        "**Update: INC-2026-016 障害その 16**\n"
        "\n"
        "- State: ongoing\n"
        "- Severity: P1 High\n"
        "- Affected: 予約API\n"
        "- Impact: not known\n"
        "- Start: 2026-10-31 23:00 JST\n"
        "- Lasted: 1 h so far (as of 2026-11-01 00:00 JST)\n"
        "- Latest: 2026-10-31 23:40 JST 切り戻しを準備中\n"
        "- Cause: under investigation\n"
        "- Next update: by 2026-11-01 00:10 JST\n"
        f"- Details: {PAGE}"
    )


def test_the_recovery_says_how_long_it_took_and_when_the_report_is_due(rules: Policy) -> None:
    over = incidents()[0]._replace(report_at=None)
    assert told(rules, over, "recovered", "slack", "en", as_of=instant("2026-10-03 10:00")) == (
        "*Recovered: INC-2026-014 障害その 14*\n"
        "\n"
        "- Severity: P1 High\n"
        "- Affected: 予約API, 予約作成\n"
        "- Impact: 35 % of the users, high business impact, no data lost\n"
        "- Start: 2026-10-03 09:00 JST\n"
        "- Resolution: 2026-10-03 09:30 JST\n"
        "- Lasted: 30 min\n"
        "- Cause: Capacity\n"
        "- Final report: by 2026-10-04 09:30 JST\n"
        f"- Details: {PAGE}"
    )


def test_the_final_report_holds_times_promises_and_actions(rules: Policy) -> None:
    assert told(rules, incidents()[0], "final", "slack") == (
        "*【最終報告】INC-2026-014 障害その 14*\n"
        "\n"
        "- 深刻度: P1 High\n"
        "- 対象: 予約API、予約作成\n"
        "- 影響範囲: 利用者の 35%、ビジネス影響 高、データ損失なし\n"
        "- 発生: 2026-10-03 09:00 JST\n"
        "- 検知: 2026-10-03 09:05 JST\n"
        "- 復旧: 2026-10-03 09:30 JST\n"
        "- 継続時間: 30分\n"
        "- 内訳: 検知まで 5分、応答まで 2分、緩和まで 18分、復旧まで 5分\n"
        "- 原因: 容量不足\n"
        "- 再発のもと: INC-2026-003\n"
        "- 約束: 応答 守った(2分、期限 1時間)\n"
        "- 約束: 状況の更新 守った(25分、期限 30分)\n"
        "- 約束: 最終報告 守った(22時間30分、期限 1日)\n"
        "- 対策: 監視を追加(未着手、期限 2026-10-20、SRE)\n"
        f"- 詳細: {PAGE}"
    )


def test_people_outside_read_what_they_felt_and_when(rules: Policy) -> None:
    body = (
        "次の障害は復旧しました。ご不便をおかけし、申し訳ありませんでした。\n"
        "\n"
        "- 対象: 予約作成\n"
        "- 発生: 2026-10-03 09:00 JST\n"
        "- 復旧: 2026-10-03 09:30 JST\n"
        "- 継続時間: 30分"
    )
    for channel in sorted(PUBLIC):
        assert told(rules, incidents()[0], "recovered", channel) == f"【復旧】障害のお知らせ: 予約作成\n\n{body}"


@pytest.mark.parametrize("visibility", ["internal", "restricted"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_internal_goes_outside(rules: Policy, visibility: str, language: Language) -> None:
    secret = incidents()[0]._replace(
        visibility=visibility, title="TITLE", services=("SERVICE",), cause_summary="CAUSE", team="TEAM",
        detection="SOURCE", recovery="RECOVERY",
        rows=tuple(row._replace(event="EVENT", who="WHO") for row in incidents()[0].rows),
        actions=tuple(action._replace(title="ACTION", owner="OWNER") for action in incidents()[0].actions),
    )  # fmt: skip
    words = ("TITLE", "SERVICE", "CAUSE", "TEAM", "SOURCE", "RECOVERY", "EVENT", "WHO", "ACTION", "OWNER", "INC-")
    for kind in KINDS:
        for channel in sorted(PUBLIC):
            text = told(rules, secret, kind, channel, language)
            assert [word for word in (*words, PAGE, "P1", "容量不足", "Capacity") if word in text] == []
    assert "TITLE" in told(rules, secret, "final", "slack", language)


def test_a_public_record_is_named_outside_but_its_owners_are_not(rules: Policy) -> None:
    text = told(rules, incidents()[0]._replace(visibility="public"), "final", "mail", "en")
    assert text.startswith("Final report: INC-2026-014 障害その 14\n")
    assert "- Cause: Capacity" in text
    assert "- Action: 監視を追加 (not begun, due 2026-10-20)" in text
    assert "SRE" not in text


def test_outside_a_service_has_the_policys_words_or_no_name(rules: Policy) -> None:
    named = rules._replace(services={"db-1": Service("db-1", {"ja": "予約", "en": "Bookings"})})
    one = running(services=("db-1", "db-2"))
    assert "- Affected: Bookings\n" in told(named, one, "first", "status_page", "en")
    assert "- Affected: Bookings, db-2\n" in told(named, one, "first", "slack", "en")
    assert told(rules, one, "first", "mail", "en").startswith("First notice: Disruption of our service\n")


def test_what_nobody_knows_stays_unknown_and_is_looked_into_only_while_it_lasts(rules: Policy) -> None:
    nothing = incident(7, None, unknown=frozenset({"started_at", "resolved_at"}), cause="unknown")
    text = told(rules, nothing, "final", "slack")
    assert "- 発生: 不明\n- 検知: 不明\n- 復旧: 不明\n- 継続時間: 不明\n- 原因: 不明\n" in text
    assert "調査中" not in text
    late = running(started_at=None, unknown=frozenset({"started_at"}))
    assert "- 発生: 不明\n" in told(rules, late, "update", "slack")
    assert "継続時間" not in told(rules, late, "update", "slack")
    assert "- 緩和" not in told(rules, late, "update", "slack")  # not reached is not unknown


def test_a_state_allows_its_own_messages_first(rules: Policy) -> None:
    assert possible(running(rows=())) == ("first", "update")
    assert possible(running()) == ("update", "first")
    assert possible(running(status="mitigated", rows=())) == ("update", "first")
    assert possible(incidents()[0]._replace(report_at=None)) == ("recovered", "final", "first", "update")
    assert possible(incidents()[0]) == ("final", "recovered", "first", "update")
    for kind in ("recovered", "final"):
        with pytest.raises(NotYet):
            told(rules, running(), kind, "slack")  # type: ignore[arg-type]  # one of Kind, in a loop


def test_a_drill_says_so_everywhere_and_a_near_miss_stays_inside(rules: Policy) -> None:
    drill = incidents()[0]._replace(kind="drill")
    for kind in KINDS:
        for channel in CHANNELS:
            text = told(rules, drill, kind, channel)
            assert "【訓練】" in text.splitlines()[0] and "これは訓練です。実際の障害ではありません。" in text
            assert "This is a drill." in told(rules, drill, kind, channel, "en")
    near = incidents()[0]._replace(kind="near_miss", impact=Impact())
    assert (possible(near), channels_of(near)) == (("final",), ("slack", "teams"))
    assert told(rules, near, "final", "slack").startswith("*【ヒヤリハット】【最終報告】")
    with pytest.raises(NotYet):
        told(rules, near, "final", "mail")


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        ("2026-10-31 23:50", "2026-11-01 00:10"),  # half an hour after the update of 23:40
        ("2026-11-01 00:10", "2026-11-01 00:40"),  # that is over: half an hour after this one
    ],
)
def test_the_next_update_is_due_an_interval_after_the_last(rules: Policy, as_of: str, due: str) -> None:
    assert next_update(running(), rules, instant(as_of)) == instant(due)


def test_no_update_is_promised_of_what_is_over_or_slight(rules: Policy) -> None:
    assert next_update(running(severity="P3"), rules, AS_OF) is None
    assert next_update(incidents()[0], rules, AS_OF) is None
    assert next_update(running(rows=(), detected_at=None), rules, AS_OF) == AS_OF + dt.timedelta(minutes=30)


def test_a_project_may_say_it_in_its_own_words(rules: Policy, tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "first.j2").write_text("{{ page.name }} <!>\n\nHello *{{ page.affected }}*", "utf-8")
    one = running(services=("a*b <c>",), impact=Impact(functions=()))
    made = Messages([tmp_path, TEMPLATES], rules, AS_OF).messages(one, (), "en", ("first",))
    assert made["first", "slack"].text() == "*INC-2026-016 障害その 16 <!>*\n\nHello *a*b &lt;c&gt;*"
    assert made["first", "teams"].text() == "**INC-2026-016 障害その 16 <!>**\n\nHello *a\\*b \\<c\\>*"


def test_a_public_record_does_not_name_outside_another_that_need_not_be_public(rules: Policy) -> None:
    known = incidents()[0]._replace(visibility="public")
    assert "INC-2026-003" in told(rules, known, "final", "slack", "en")
    for channel in sorted(PUBLIC):
        assert "INC-2026-003" not in told(rules, known, "final", channel, "en")


def test_a_promise_in_business_hours_says_so(rules: Policy) -> None:
    """From Friday 17:00 to Tuesday 10:00, Monday a holiday: two hours by the business clock, not days."""
    one = incidents()[0]._replace(
        severity="P3", detected_at=instant("2026-10-09 17:00"), acknowledged_at=instant("2026-10-13 10:00"),
        mitigated_at=None, resolved_at=instant("2026-10-13 11:00"), report_at=instant("2026-10-13 12:00"),
    )  # fmt: skip
    assert "- Promise: Response kept (2 h, limit 9 h business hours)\n" in told(rules, one, "final", "slack", "en")
    assert "- 約束: 応答 守った(2時間、期限 9時間 業務時間)\n" in told(rules, one, "final", "slack")


def test_a_promise_missed_by_seconds_says_by_how_much(rules: Policy) -> None:
    """One hour and 20 seconds against one hour: both read 1 h, and "not kept (1 h, limit 1 h)" would be no proof."""
    detected = incidents()[0].detected_at
    assert detected
    one = incidents()[0]._replace(acknowledged_at=detected + dt.timedelta(minutes=60, seconds=20), mitigated_at=None)
    assert "- Promise: Response not kept (1 h +0.3 min, limit 1 h)\n" in told(rules, one, "final", "slack", "en")
