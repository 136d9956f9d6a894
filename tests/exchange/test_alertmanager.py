"""A webhook message of Alertmanager: what is taken from it, and what is said about one that is none."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.alertmanager import LARGEST, BadPayload, line, read_payload, services_of, title_of
from tests.exchange.payloads import ZERO, alert, message, sent

UTC = dt.UTC
STARTS = "alerts[0].startsAt: not a time of RFC 3339"


def test_one_firing_alert() -> None:
    group = read_payload(sent(message()))
    assert group.firing and len(group.alerts) == 1 and group.left_out == 0
    assert title_of(group) == "Booking API: error rate above 5 %"
    assert group.detected_at == dt.datetime(2026, 10, 3, 0, 6, 12, tzinfo=UTC), "to the second, never rounded up"
    assert group.alerts[0].ends_at is None and group.ended_at is None
    assert services_of(group) == ("booking",)
    assert group.description == "5xx responses are above 5 % on 10.0.0.7:9100"
    assert group.marks == ("1a30ba71cca2921f@1790985972",)
    assert [what for _, what in group.links] == ["runbook", "alert", "alertmanager"]
    assert group.links[1][0].endswith("&g0.tab=1")


def test_a_group_begins_with_its_first_alert_and_ends_with_its_last() -> None:
    late = alert(
        startsAt="2026-10-03T09:30:00+09:00", endsAt="2026-10-03T00:50:00Z", status="resolved", fingerprint="b"
    )
    early = alert(endsAt="2026-10-03T00:40:59.9Z", status="resolved")
    group = read_payload(sent(message(late, early)))
    assert [item.fingerprint for item in group.alerts] == ["1a30ba71cca2921f", "b"]
    assert not group.firing and group.ended_at == dt.datetime(2026, 10, 3, 0, 50, tzinfo=UTC)
    half = read_payload(sent(message(late, alert())))
    assert half.firing and half.ended_at is None, "one still fires"
    silent = read_payload(sent(message(late, alert(status="resolved"))))
    assert silent.ended_at is None, "of one nobody knows the end"


def test_an_end_in_the_future_of_a_firing_alert_is_none() -> None:
    assert read_payload(sent(message(alert(endsAt="2026-10-03T00:10:12Z")))).alerts[0].ends_at is None


def test_the_key_is_the_groups_and_the_mark_the_firings() -> None:
    first = read_payload(sent(message()))
    again = read_payload(sent(message(alert(), alert(fingerprint="b", startsAt="2026-10-03T00:09:00Z"))))
    later = read_payload(sent(message(alert(startsAt="2026-10-04T00:06:12Z"))))
    other = read_payload(sent(message(groupKey='{}:{alertname="Other"}')))
    assert first.key == again.key == later.key != other.key
    assert set(first.marks) < set(again.marks)
    assert first.marks != later.marks


@pytest.mark.parametrize(
    ("alerts", "labels", "services"),
    [
        ([{"service": "booking", "app": "web"}], ("service", "app", "job"), ("booking",)),
        ([{"app": "web", "job": "node"}], ("service", "app", "job"), ("web",)),
        ([{"service": "", "job": "node"}], ("service", "app", "job"), ("node",)),
        ([{"service": "b"}, {"service": "a"}, {"service": "b"}], ("service",), ("b", "a")),
        ([{"service": "booking", "team": "sre"}], ("team",), ("sre",)),
        ([{"instance": "x"}], ("service", "app", "job"), ()),
    ],
)
def test_the_service(alerts: list[dict[str, str]], labels: tuple[str, ...], services: tuple[str, ...]) -> None:
    listed = [alert(labels={"alertname": "A", **own}, fingerprint=str(n)) for n, own in enumerate(alerts)]
    assert services_of(read_payload(sent(message(*listed))), labels) == services


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"commonAnnotations": {"summary": " All\n of it "}}, "All of it"),
        ({"commonAnnotations": {}}, "Booking API: error rate above 5 %"),
        ({"commonAnnotations": {"summary": "x" * 500}}, "x" * 199 + "…"),
    ],
)
def test_the_title(changes: dict[str, Any], title: str) -> None:
    assert title_of(read_payload(sent(message(**changes)))) == title


def test_a_title_without_a_summary_names_alerts_and_services() -> None:
    plain = [
        alert(annotations={}, fingerprint=name, labels={"alertname": name, "service": "booking"}) for name in "ABCD"
    ]
    assert title_of(read_payload(sent(message(*plain)))) == "A, B, C … (booking)"
    assert title_of(read_payload(sent(message(alert(annotations={}, labels={"alertname": "A"}))))) == "A"
    assert title_of(read_payload(sent(message(alert(annotations={}, labels={}))))) == "Alertmanager"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://x/", "//x", "https://user:secret@x/", "https://x/ y", 'https://x/"', "", "https://x/\u202e",
     "https://x/" + "y" * 2000],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str) -> None:
    notes = {"runbook_url": url, "dashboard": url}
    group = read_payload(sent(message(alert(generatorURL=url, annotations=notes), externalURL=url)))
    assert group.links == ()


def test_a_link_is_named_once_and_the_most_helpful_first() -> None:
    notes = {"runbook_url": "https://x/1", "dashboard_url": "https://x/2"}
    group = read_payload(sent(message(alert(annotations=notes, generatorURL="https://x/1"), externalURL="https://x/3")))
    assert group.links == (("https://x/2", "dashboard"), ("https://x/1", "alert"), ("https://x/3", "alertmanager"))


def test_fingerprint_and_count_of_old_versions_may_be_absent() -> None:
    old = message()
    del old["truncatedAlerts"], old["receiver"], old["alerts"][0]["fingerprint"]
    first, again = read_payload(sent(old)), read_payload(sent(old))
    assert first == again and len(first.alerts[0].fingerprint) == 16


def without(payload: dict[str, Any], *path: str | int) -> dict[str, Any]:
    place: Any = payload
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return payload


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing arrived"),
        (b" \n", "nothing arrived"),
        (b"{", "not JSON (1:2: Expecting property name enclosed in double quotes)"),
        (b'{"version": "4", "x": "\xff"}', "not UTF-8 (at byte 23)"),
        (b"[" * 100_000, "not readable as JSON"),
        (b"9" * 10_000, "not readable as JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b" " * (LARGEST + 1), "too large (at most 1,000,000 bytes)"),
        (sent(message(version="3")), 'version: not "4" but "3"'),
        (sent(message(version=4)), 'version: not "4" but 4'),
        (sent({}), 'version: not "4" but null'),
        (sent(message(status="pending")), "status: neither firing nor resolved"),
        (sent(message(groupKey="")), "groupKey: not a text"),
        (sent(without(message(), "groupKey")), "groupKey: not a text"),
        (sent(message(commonLabels=[])), "commonLabels: not an object of texts"),
        (sent(message(groupLabels=None)), "groupLabels: not an object of texts"),
        (sent(message(commonAnnotations={"summary": 5})), "commonAnnotations: not an object of texts"),
        (sent(without(message(), "externalURL")), "externalURL: not a text"),
        (sent(message(truncatedAlerts=-1)), "truncatedAlerts: not a whole number of 0 or more"),
        (sent(message(truncatedAlerts=True)), "truncatedAlerts: not a whole number of 0 or more"),
        (sent(message(alerts=[])), "alerts: no list of alerts"),
        (sent(message(alerts={})), "alerts: no list of alerts"),
        (sent(message(alerts=[alert(), 5])), "alerts[1]: not a JSON object"),
        (sent(message(alert(), alert(status="ok"))), "alerts[1].status: neither firing nor resolved"),
        (sent(message(alerts=[without(alert(), "labels")])), "alerts[0].labels: not an object of texts"),
        (sent(message(alerts=[alert(labels={"a": None})])), "alerts[0].labels: not an object of texts"),
        (sent(message(alerts=[without(alert(), "annotations")])), "alerts[0].annotations: not an object of texts"),
        (sent(message(alert(startsAt=ZERO))), "alerts[0].startsAt: no time"),
        (sent(message(alert(startsAt="yesterday"))), STARTS + " (yesterday)"),
        (sent(message(alert(startsAt="2026-02-30T00:00:00Z"))), STARTS + " (2026-02-30T00:00:00Z)"),
        (sent(message(alert(startsAt="2026-10-03T00:00:00"))), STARTS + " (2026-10-03T00:00:00)"),
        (sent(message(alert(startsAt="9999-12-31T23:59:59-23:59"))), STARTS + " (9999-12-31T23:59:59-23:59)"),
        (sent(message(alert(endsAt=0))), "alerts[0].endsAt: not a text"),
        (sent(message(alert(fingerprint="a b"))), "alerts[0].fingerprint: not at most 64 letters and digits"),
        (sent(message(alert(fingerprint=["a"]))), "alerts[0].fingerprint: not at most 64 letters and digits"),
        (sent(message(alerts=[without(alert(), "generatorURL")])), "alerts[0].generatorURL: not a text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(data: bytes, said: str) -> None:
    with pytest.raises(BadPayload) as caught:
        read_payload(data)
    assert caught.value.told("en") == said
    japanese = caught.value.told("ja")
    assert any("\u3040" <= c <= "\u30ff" for c in japanese), "it speaks Japanese, too"
    assert japanese.partition(": ")[0] == said.partition(": ")[0] or ": " not in said or said.startswith("not JSON")


PARTS = st.sampled_from(list(message()) + list(alert()))
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(ZERO)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(PARTS, JSON, max_size=3), st.dictionaries(PARTS, JSON, max_size=3))
def test_anything_else_in_its_places_is_refused_or_read(top: dict[str, Any], one: dict[str, Any]) -> None:
    try:
        group = read_payload(json.dumps({**message(), "alerts": [alert(**one)], **top}).encode())
    except BadPayload as bad:
        assert bad.told("ja") and bad.told("en")
    else:
        assert group.alerts and len(group.key) == 16


@given(st.text(), st.integers(2, 50))
def test_a_line_is_one_short_line_that_moves_nothing(text: str, longest: int) -> None:
    found = line(text, longest)
    assert len(found) <= longest and found == found.strip() and line(found, longest) == found
    assert not {unicodedata.category(c) for c in found} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
