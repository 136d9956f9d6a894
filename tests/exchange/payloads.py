"""Webhook messages as Alertmanager sends them."""

from __future__ import annotations

import copy
import json
from typing import Any

ZERO = "0001-01-01T00:00:00Z"  # Go's zero time
GROUP_KEY = '{}/{severity="critical"}:{alertname="HighErrorRate", service="booking"}'


def alert(**changes: Any) -> dict[str, Any]:
    """Return one firing alert with the changes."""
    return {
        "status": "firing",
        "labels": {
            "alertname": "HighErrorRate", "instance": "10.0.0.7:9100", "job": "api-server",
            "service": "booking", "severity": "critical",
        },
        "annotations": {
            "description": "5xx responses are above 5 % on 10.0.0.7:9100",
            "runbook_url": "https://wiki.example/runbooks/high-error-rate",
            "summary": "Booking API: error rate above 5 %",
        },
        "startsAt": "2026-10-03T00:06:12.345678912Z",
        "endsAt": ZERO,
        "generatorURL": "http://prometheus.example:9090/graph?g0.expr=rate%28errors%5B5m%5D%29+%3E+0.05&g0.tab=1",
        "fingerprint": "1a30ba71cca2921f",
        **changes,
    }  # fmt: skip


def message(*alerts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a message about alerts (one that fires, by default) with the changes at its top."""
    listed = list(alerts) or [alert()]
    common = {key: value for key, value in listed[0]["labels"].items()
              if all(other["labels"].get(key) == value for other in listed)}  # fmt: skip
    notes = {key: value for key, value in listed[0]["annotations"].items()
             if all(other["annotations"].get(key) == value for other in listed)}  # fmt: skip
    return {
        "receiver": "furikaeri",
        "status": "firing" if any(item["status"] == "firing" for item in listed) else "resolved",
        "alerts": copy.deepcopy(listed),
        "groupLabels": {"alertname": "HighErrorRate", "service": "booking"},
        "commonLabels": common,
        "commonAnnotations": notes,
        "externalURL": "http://alertmanager.example:9093",
        "version": "4",
        "groupKey": GROUP_KEY,
        "truncatedAlerts": 0,
        **changes,
    }


def sent(payload: object) -> bytes:
    """Return a message as it is sent: with `&`, `<` and `>` escaped, as Go does; half characters as JSON has them."""
    text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
    for character in "&<>":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return (text + "\n").encode("utf-8", "backslashreplace")
