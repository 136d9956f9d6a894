"""Alertmanager's webhook message (version 4) -> a group of alerts, or what is wrong with it.

The format is documented under `webhook_config` in Prometheus' Alertmanager configuration: one message a group, sent
again while the group lasts and when it is over. Every text comes from labels that anybody may have set.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from generator.model.draft import Alert, AlertGroup
from generator.read.times import FIRST_YEAR, LAST_YEAR
from generator.render.links import web_address

LARGEST = 1_000_000
SERVICE_LABELS = ("service", "app", "job")
VERSION = "4"
MOST_SERVICES, MOST_LINKS = 5, 20
_TITLE, _VALUE, _DESCRIPTION, _ADDRESS = 200, 200, 1000, 2000
_TIME = re.compile(r"(\d{4})(-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_ZERO_YEAR = "0001"  # Go's zero time: "no end yet"
_FINGERPRINT = re.compile(r"[\w.-]{1,64}", re.ASCII)
_RUNBOOKS = ("runbook_url", "runbook")
_DASHBOARDS = ("dashboard_url", "dashboard", "dashboardURL")


class BadPayload(Exception):
    """The text is no such message; `told` says where and why in a language."""

    def __init__(self, where: str, ja: str, en: str) -> None:
        super().__init__(f"{where}: {en}" if where else en)
        self._told = {"ja": f"{where}: {ja}" if where else ja, "en": str(self)}

    def told(self, language: str) -> str:
        """Return the reason in a language."""
        return self._told[language]


def read_payload(data: bytes) -> AlertGroup:
    """Return the group of a message. Raise BadPayload for anything that is not one."""
    message = _object(_parsed(data), "")
    if message.get("version") != VERSION:
        version = json.dumps(message.get("version"))[:40]
        raise BadPayload("version", f'"{VERSION}" ではありません({version})', f'not "{VERSION}" but {version}')
    status = _status(message, "")
    key = _text(message, "groupKey", "", "groupKey")
    labels, _ = (_texts(message, name, "") for name in ("commonLabels", "groupLabels"))
    annotations = _texts(message, "commonAnnotations", "")
    alerts = _alerts(message)
    left_out = message.get("truncatedAlerts", 0)
    if type(left_out) is not int or left_out < 0:
        raise BadPayload("truncatedAlerts", "0 以上の整数ではありません", "not a whole number of 0 or more")
    single = _texts(message["alerts"][0], "annotations", "alerts[0]") if len(alerts) == 1 else {}
    said = {**single, **annotations}
    return AlertGroup(
        key=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        firing=status == "firing",
        alerts=alerts,
        labels=_lines(labels),
        summary=line(said.get("summary", ""), _TITLE),
        description=line(said.get("description", "") or said.get("message", ""), _DESCRIPTION),
        links=_links(message),
        left_out=left_out,
    )


def title_of(group: AlertGroup) -> str:
    """Return a title: the summary, else the names of the alerts with their service."""
    if group.summary:
        return group.summary
    names = list(dict.fromkeys(alert.name for alert in group.alerts if alert.name))
    services = ", ".join(services_of(group))
    name = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    return line(f"{name} ({services})" if name and services else name or services or "Alertmanager", _TITLE)


def services_of(group: AlertGroup, labels: Iterable[str] = SERVICE_LABELS) -> tuple[str, ...]:
    """Return the values of the first of the labels that any alert carries."""
    for label in labels:
        found = dict.fromkeys(alert.labels[label] for alert in group.alerts if alert.labels.get(label))
        if found:
            return tuple(found)[:MOST_SERVICES]
    return ()


def line(text: str, longest: int) -> str:
    """Return a text as one line: blanks for line ends, no control or direction characters, cut where too long."""
    kept = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    kept = " ".join(kept.split())
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"


def _parsed(data: bytes) -> object:
    if len(data) > LARGEST:
        raise BadPayload("", f"大きすぎます(上限 {LARGEST:,} バイト)", f"too large (at most {LARGEST:,} bytes)")
    if not data.strip():
        raise BadPayload("", "何も届いていません", "nothing arrived")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadPayload(
            "", f"UTF-8 ではありません({error.start} バイト目)", f"not UTF-8 (at byte {error.start})"
        ) from None
    except json.JSONDecodeError as error:
        where = f"{error.lineno}:{error.colno}"
        raise BadPayload("", f"JSON ではありません({where}: {error.msg})", f"not JSON ({where}: {error.msg})") from None
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        raise BadPayload("", "JSON として読めません", "not readable as JSON") from None


def _alerts(message: Mapping[str, Any]) -> tuple[Alert, ...]:
    given = message.get("alerts")
    if not isinstance(given, list) or not given:
        raise BadPayload("alerts", "アラートの一覧がありません", "no list of alerts")
    alerts = [_alert(_object(item, f"alerts[{place}]"), f"alerts[{place}]") for place, item in enumerate(given)]
    return tuple(sorted(alerts, key=lambda alert: (alert.starts_at, alert.fingerprint)))


def _alert(item: Mapping[str, Any], where: str) -> Alert:
    firing = _status(item, where) == "firing"
    labels = _texts(item, "labels", where)
    _texts(item, "annotations", where)
    starts = _time(item, "startsAt", where)
    if starts is None:
        raise BadPayload(f"{where}.startsAt", "時刻がありません", "no time")
    ends = _time(item, "endsAt", where)
    fingerprint = (
        item.get("fingerprint") or hashlib.sha256(json.dumps(labels, sort_keys=True).encode()).hexdigest()[:16]
    )
    if not isinstance(fingerprint, str) or not _FINGERPRINT.fullmatch(fingerprint):
        raise BadPayload(f"{where}.fingerprint", "英数字 64 字以内ではありません", "not at most 64 letters and digits")
    lines = _lines(labels)
    return Alert(lines.get("alertname", ""), firing, starts, None if firing else ends, fingerprint, lines)


def _time(item: Mapping[str, Any], key: str, where: str) -> dt.datetime | None:
    """Return an instant of RFC 3339 to the second, None for Go's zero time."""
    text = _text(item, key, where)
    match = _TIME.fullmatch(text)
    if match and match[1] == _ZERO_YEAR:
        return None
    try:
        if match and FIRST_YEAR < int(match[1]) < LAST_YEAR:
            return dt.datetime.fromisoformat("".join(match.groups())).astimezone(dt.UTC)
    except ValueError:
        pass
    shown = line(text, 40)
    raise BadPayload(f"{where}.{key}", f"RFC 3339 の時刻ではありません({shown})", f"not a time of RFC 3339 ({shown})")


def _object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadPayload(where, "JSON のオブジェクトではありません", "not a JSON object")
    return value


def _status(item: Mapping[str, Any], where: str) -> str:
    status = item.get("status")
    if status not in ("firing", "resolved"):
        raise BadPayload(_below(where, "status"), "firing でも resolved でもありません", "neither firing nor resolved")
    return str(status)


def _text(item: Mapping[str, Any], key: str, where: str, needed: str = "") -> str:
    value = item.get(key)
    if not isinstance(value, str) or (needed and not value):
        raise BadPayload(_below(where, key), "文字列ではありません", "not a text")
    return value


def _texts(item: Mapping[str, Any], key: str, where: str) -> dict[str, str]:
    value = item.get(key)
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise BadPayload(_below(where, key), "名前と文字列の組ではありません", "not an object of texts")
    return value


def _below(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _lines(labels: Mapping[str, str]) -> dict[str, str]:
    return {line(name, _VALUE): line(value, _VALUE) for name, value in sorted(labels.items())}


def _links(message: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the web addresses a message names, each once; those that carry a password are left out."""
    notes = [_texts(message, "commonAnnotations", ""), *(alert["annotations"] for alert in message["alerts"])]
    found: list[tuple[str, str]] = []
    for place, alert in enumerate(message["alerts"]):
        found.append((_text(alert, "generatorURL", f"alerts[{place}]"), "alert"))
    found += [(note[name], "runbook") for note in notes for name in _RUNBOOKS if name in note]
    found += [(note[name], "dashboard") for note in notes for name in _DASHBOARDS if name in note]
    found.append((_text(message, "externalURL", ""), "alertmanager"))
    kept: dict[str, str] = {}
    for url, what in found:
        plain = url.isprintable() and len(url) <= _ADDRESS
        if plain and web_address(url) and not re.match(r"(?i)https?://[^/?#]*@", url):
            kept.setdefault(url, what)
    order = {"alert": 2, "alertmanager": 3, "runbook": 0, "dashboard": 1}  # what helps first comes first
    return tuple(sorted(kept.items(), key=lambda pair: order[pair[1]]))[:MOST_LINKS]
