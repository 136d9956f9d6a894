"""A list of incidents of many made-up records, as the page alone: no theme, no other page."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path
from typing import Any

from generator.measure.measure import measure
from generator.model.incident import Impact, Incident
from generator.model.policy import SPANS, Language, Span
from generator.read.words import words
from generator.render.casebook import Casebook
from generator.render.data import incidents_json
from generator.render.explorer import explorer_files
from generator.render.incidents_csv import incidents_csv
from generator.render.inputs import Inputs
from generator.render.lists import incident_lists
from generator.render.templates import Templates
from tests.measure.made import POLICY, TOKYO, made

TEMPLATES = Path(__file__).parents[1] / "site_templates"
AS_OF = dt.datetime(2026, 11, 1, 12, 30, tzinfo=TOKYO)
TITLES = (
    "予約API: DB接続プールの枯渇", "ｺﾝﾃﾅのﾃﾞﾌﾟﾛｲで全断", "Straße gesperrt", "=HYPERLINK(1)", "'-1, \"quoted\"",
    "＋１ 全角", "<img src=x onerror=alert(1)>", "Cache is full", "切り戻しに失敗",
)  # fmt: skip
#: A policy that changes what durations measure, one of them on the clock of business hours.
CHANGED = SPANS | {"mtta": Span("detected_at", "acknowledged_at", "business")}
CHANGED |= {"mttd": Span("started_at", "mitigated_at")}


def records(number: int, seed: int = 20261101) -> tuple[Incident, ...]:
    """Return made-up records of every kind and state over three years, some of whose times nobody knows."""
    dice = random.Random(seed)
    return (*(_record(dice, place) for place in range(1, number)), made(number, occurred_on=dt.date(2025, 3, 2)))


def _record(dice: random.Random, place: int) -> Incident:
    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=dice.randrange(1035 * 86400))
    status = dice.choice(("open", "mitigated", "resolved", "resolved", "resolved", "reviewed"))
    reached = {"open": 3, "mitigated": 4}.get(status, 5)
    times: dict[str, Any] = {}
    for name in ("started", "detected", "acked", "mitigated", "resolved")[:reached]:
        times[name] = at if dice.random() < 0.85 else "unknown"
        at += dt.timedelta(seconds=dice.choice((0, 61, 300, 3600, dice.randrange(200000))))
    return made(
        place,
        **times,
        title=dice.choice(TITLES),
        status=status,
        kind=dice.choice(("incident",) * 8 + ("drill", "near_miss")),
        severity=dice.choice(tuple(POLICY.severities)),
        services=tuple(dice.sample(("予約API", "batch", "a,b", "通知"), dice.randrange(3))),
        cause=dice.choice(("capacity", "network", "unknown")),
        cause_summary=dice.choice(("", "上限が低すぎた", "@operator")),
        detection=dice.choice((None, "alertmanager", "user_report")),
        fingerprint=dice.choice(("", "", "disk", "pool")),
        impact=Impact(None, None, None, dice.choice(((), ("予約作成", "決済")))),
        exclude_from_kpi=dice.choice(("",) * 12 + ("他社の障害",)),
    )


def casebook(
    given: tuple[Incident, ...], language: Language = "ja", contracts: dict[str, Span] | None = None
) -> Casebook:
    """Return the look-ups of a site of these records as known at `AS_OF`."""
    policy = POLICY._replace(contracts=contracts or SPANS)
    tables = {kind: measure(given, policy, AS_OF, kind=kind) for kind in ("incident", "drill", "near_miss")}
    table = tables.pop("incident")
    return Casebook(Inputs(given, (), policy, table, words(language, policy.zone), (TEMPLATES,), others=tables))


def write_list(book: Casebook, folder: Path) -> Path:
    """Write the page and what it loads below `folder`, and return the page's file."""
    templates = Templates((TEMPLATES,), book)
    text = templates.page(incident_lists(book)[0]).decode("utf-8").split("\n---\n", 1)[1]
    head = '<meta charset="utf-8"><link rel="icon" href="data:,"><link rel="stylesheet" href="../assets/furikaeri.css">'
    files = {f"assets/scripts/{name}": script.encode() for name, script in templates.texts("scripts", ".js").items()}
    styles = [templates.text("furikaeri.css"), *templates.texts("styles", ".css").values()]
    language = book.words.language
    page = f'<!doctype html><html lang="{language}"><head>{head}</head><body class="md-typeset">{text}</body></html>'
    files |= {"assets/furikaeri.css": "\n".join(styles).encode(), "incidents/index.html": page.encode()}
    files |= explorer_files(book) | {"data/incidents.csv": incidents_csv(book)}
    files |= {"data/incidents.json": incidents_json(book)}
    files |= {f"incidents/{incident.slug}/index.html": b"<!doctype html>" for incident in book.incidents[:40]}
    for uri, data in files.items():
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_bytes(data)
    return folder / "incidents" / "index.html"


def document(script: bytes) -> str:
    """Return the JSON inside `data/explorer.js`."""
    found = re.fullmatch(r"\(window\.furikaeri = window\.furikaeri \|\| \{\}\)\.records = (.*);\n", script.decode())
    assert found
    return found.group(1)
