"""A small site's inputs, made by hand: two months, one of them with a hostile record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.check.policy import read_policy
from generator.check.promises import promises
from generator.draw.behaviour import draw_behaviour
from generator.draw.counts import draw_counts
from generator.measure.behaviour import duration_behaviour
from generator.measure.kept import kept_promises
from generator.measure.load import load_of
from generator.measure.measure import group_figures, measure
from generator.measure.rates_behaviour import rates_behaviour
from generator.measure.response import by_response
from generator.measure.rollup import rollups
from generator.model.chart import ROOT_MARK, Chart
from generator.model.finding import Finding, Level, Position
from generator.model.incident import Action, Impact, Incident, Review, Row, Section
from generator.model.policy import Availability, Language, Policy, Service
from generator.read.records import read
from generator.read.words import words
from generator.render.inputs import Inputs

ZONE = ZoneInfo("Asia/Tokyo")
TEMPLATES = Path(__file__).parents[2] / "site_templates"
AS_OF = dt.datetime(2026, 11, 1, tzinfo=ZONE)

#: What an author may write to break out of a page.
HOSTILE = (
    "<script>alert(1)</script> ](javascript:alert(1)) {onclick=alert(1)} {{ 7*7 }} {% raw %} {# x #} "
    '--8<-- ".git/config" *x* `y` </div> <img src=x onerror=alert(1)> ~~~ {++a++} [[x]] "q" \'r\''
)
HOSTILE_TEXT = (
    f'{HOSTILE}\n\n# {HOSTILE}\n\n```\n</div></pre><script>\n--8<-- ".git/config"\n```\n\n'
    "[a](javascript:alert(1)) [b](//evil.example) ![c](https://evil.example/x.png) <javascript:alert(1)>\n\n"
    '--8<-- ".git/config"\n\n!!! note\n    x\n\n## Heading { #home }\n\n- [ ] box\n- [x] done\n\n'
    "~~~~\n```\n## Figures { #figures }\n~~~~\n\n[TOC]\n\n*[HTML]: x\n\n[^1]: foot\n"
)


def instant(text: str) -> dt.datetime:
    """Return `2026-10-03 09:00` of Tokyo as an instant in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(dt.UTC)


def policy(root: Path) -> Policy:
    """Return the default policy; `root` is any folder without records."""
    return read_policy(read(root).policy)[0]


def promising(rules: Policy) -> Policy:
    """Return the policy with an availability promised for one service that has incidents, and one that has none."""
    named = {name: {"ja": name, "en": name} for name in ("予約API", "図書館")}
    promise = Availability(0.999, "users_affected")
    return rules._replace(services={name: Service(name, label, promise) for name, label in named.items()})


def incident(number: int, start: str | None, **changes: object) -> Incident:
    """Return a P1 incident of 2026, resolved at unknown time unless `changes` say otherwise."""
    begun = instant(start) if start else None
    values: dict[str, object] = {
        "id": f"INC-2026-{number:03d}",
        "path": f"incidents/2026/INC-2026-{number:03d}.md",
        "title": f"障害その {number}",
        "kind": "incident",
        "severity": "P1",
        "status": "resolved",
        "started_at": begun,
        "anchor": begun,
        "services": ("予約API",),
        "cause": "capacity",
    }
    return Incident(**(values | changes))  # type: ignore[arg-type]  # a test's own keywords


def incidents() -> tuple[Incident, ...]:
    """Return a whole life, an open one, a hostile one, a drill, and one of which nobody knows a time."""
    whole = incident(
        14,
        "2026-10-03 09:00",
        detected_at=instant("2026-10-03 09:05"),
        acknowledged_at=instant("2026-10-03 09:07"),
        mitigated_at=instant("2026-10-03 09:25"),
        resolved_at=instant("2026-10-03 09:30"),
        report_at=instant("2026-10-04 08:00"),
        impact=Impact(0.35, "high", False, ("予約作成",)),
        recurrence_of="INC-2026-003",
        rows=(
            Row(instant("2026-10-03 09:05"), dt.date(2026, 10, 3), "detected", "検知 INC-2026-003 と同じ", "監視"),
            Row(instant("2026-10-03 09:30"), dt.date(2026, 10, 3), "resolved", "復旧", "SRE"),
            Row(None, dt.date(2026, 10, 4), "note", "翌日の確認", ""),
        ),
        sections=(Section("summary", "概要", "全リクエスト失敗。INC-2026-003 を参照。`INC-2026-003`"),),
        actions=(Action("A1", "監視を追加", "detect", "open", "SRE", dt.date(2026, 10, 20)),),
        sources=("https://example.org/postmortem", "javascript:alert(1)"),
    )
    going_on = incident(16, "2026-10-31 23:00", status="open", detected_at=instant("2026-10-31 23:10"), severity="P0")
    hostile = incident(
        3,
        "2026-09-10 01:00",
        title=HOSTILE,
        services=(HOSTILE, "予約api"),
        detected_at=instant("2026-09-10 01:00"),
        resolved_at=instant("2026-09-10 05:00"),
        unknown=frozenset({"acknowledged_at", "mitigated_at"}),
        cause_summary=HOSTILE,
        team=HOSTILE,
        severity_reason=HOSTILE,
        exclude_from_kpi="",
        detection=HOSTILE,
        recovery=HOSTILE,
        fingerprint=HOSTILE,
        impact=Impact(None, None, None, (HOSTILE,)),
        communication={"internal": HOSTILE, HOSTILE: "yes"},
        escalated_to=(HOSTILE,),
        sources=(HOSTILE,),
        actions=(Action(HOSTILE, HOSTILE, "prevent", "open", HOSTILE, None, None, "javascript:alert(1)", HOSTILE),),
        rows=(Row(instant("2026-09-10 01:00"), dt.date(2026, 9, 10), "", HOSTILE, HOSTILE),),
        sections=(Section("summary", "概要", HOSTILE_TEXT), Section("", HOSTILE, HOSTILE_TEXT)),
    )
    drill = incident(5, "2026-10-15 10:00", kind="drill", title="切り替え訓練")
    unknown = incident(7, None, unknown=frozenset({"started_at", "detected_at"}), occurred_on=dt.date(2026, 9, 1))
    return (whole, going_on, hostile, drill, unknown)


def chart(name: str) -> Chart:
    """Return a chart with one dot that links to an incident."""
    svg = f'<svg role="img" viewBox="0 0 9 9"><a href="{ROOT_MARK}incidents/inc-2026-014/"><circle r="1"/></a></svg>'
    return Chart(name, f"{name} の図", "", svg, ("月", "値"), (("2026年10月", "2"),), (("INC-2026-014",),))


def inputs(
    root: Path, given: Sequence[Incident] | None = None, language: Language = "ja", folders: tuple[Path, ...] = ()
) -> Inputs:
    """Return the inputs of a site as known on 1 November 2026."""
    everything = tuple(incidents() if given is None else given)
    rules = policy(root)
    table = measure(everything, rules, AS_OF)
    causes = {each.id: each.cause for each in everything}
    finding = Finding("F900", "probable-recurrence", Level.ADVICE, everything[0].path if everything else "",
                      Position(3, 1), HOSTILE, HOSTILE)  # fmt: skip
    agreed = Action("R1", "訓練を増やす", "process", "open", "EM", dt.date(2026, 10, 2))
    review = Review("2026-10", "incidents/reviews/2026-10.md", dt.date(2026, 11, 1), "EM", (HOSTILE,),
                    (agreed,), (), HOSTILE_TEXT)  # fmt: skip
    reviews = (review,) if everything else ()
    names = tuple(table.contracts)
    behaviour = duration_behaviour(table)
    counts = rates_behaviour(table)
    return Inputs(
        incidents=everything,
        reviews=reviews,
        policy=rules,
        table=table,
        rollups=rollups(table),
        load=load_of(table, promising(rules)),
        load_chart=chart("phases"),
        words=words(language, ZONE),
        template_dirs=(*folders, TEMPLATES),
        others={kind: measure(everything, rules, AS_OF, kind=kind) for kind in ("drill", "near_miss")},
        by_service=group_figures(table, lambda fact: fact.services)[0],
        by_cause=group_figures(table, lambda fact: (causes[fact.id],))[0],
        by_severity=group_figures(table, lambda fact: (fact.severity,))[0],
        **by_response(table, rules),
        charts={name: chart(name) for name in names}
        | draw_behaviour(table, rules, words(language, ZONE), behaviour)
        | draw_counts(counts, table, rules, words(language, ZONE)),
        behaviour=behaviour,
        counts=counts,
        recent={name: chart(name) for name in names},
        promises={each.id: promises(each, rules, AS_OF) for each in everything},
        kept=kept_promises(table, everything, reviews, rules),
        kept_charts={name: chart(name) for name in ("response", "update", "report")},
        findings=(finding,) if everything else (),
        styles="/* colours */",
        edit_url="https://git.example/edit/{path}",
    )
