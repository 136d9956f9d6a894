"""Everything a site is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.draw.spark import Spark
from generator.measure.restated import Restatement
from generator.model.bare import Bare
from generator.model.behaviour import DurationBehaviour
from generator.model.chart import Chart
from generator.model.finding import Finding
from generator.model.incident import Incident, Review
from generator.model.kept import KeptPromises
from generator.model.kpi import Figures, KpiTable
from generator.model.ledger import Ledger, Repair
from generator.model.load import Load
from generator.model.month import Month
from generator.model.policy import Policy
from generator.model.promise import Promise
from generator.model.rates_behaviour import RatesBehaviour
from generator.model.rollup import Rollup
from generator.model.words import Words


@dataclass(frozen=True)
class Inputs:
    """The typed objects behind the pages; nothing here is text for a page yet.

    `incidents` holds every kind, as known at `table.as_of`; `table` counts kind incident, `others` the
    tables of "drill" and "near_miss". `behaviour` is that of each duration KPI, `counts` that of the number of
    incidents. `recent` holds the charts of
    the last 24 months, under the same names as `charts`. `edit_url` is "" or an address with `{path}`; `site_url`
    is "" or where the site is served. Of
    `template_dirs` the first that has a template wins. `restated` says by month (`2026-10`) what became of the
    closed ones, `locks` holds their files as they are. `folder` is where this edition of the site stands below its
    root: "" for the main one, else `en/`; `alone` tells that there is no other.
    """

    incidents: tuple[Incident, ...]
    reviews: tuple[Review, ...]
    policy: Policy
    table: KpiTable
    words: Words
    template_dirs: tuple[Path, ...]
    others: Mapping[str, KpiTable] = field(default_factory=dict)
    by_service: Mapping[str, Figures] = field(default_factory=dict)
    by_cause: Mapping[str, Figures] = field(default_factory=dict)
    by_severity: Mapping[str, Figures] = field(default_factory=dict)
    rollups: tuple[Rollup, ...] = ()  # quarters, then years, the oldest first
    by_source: Mapping[str, Figures] = field(default_factory=dict)  # of detection; "": not recorded
    by_finder: Mapping[str, Figures] = field(default_factory=dict)  # monitoring | users | staff; "": not recorded
    by_method: Mapping[str, Figures] = field(default_factory=dict)  # automatic | manual; "": not recorded
    by_recovery: Mapping[str, Figures] = field(default_factory=dict)  # "": not recorded
    load: Load = field(default_factory=Load)
    load_chart: Chart | None = None  # where the time goes; None where no incident shows it
    charts: Mapping[str, Chart] = field(default_factory=dict)
    recent: Mapping[str, Chart] = field(default_factory=dict)
    sparks: Mapping[str, Spark] = field(default_factory=dict)  # of the same months, of KPIs that have a value
    behaviour: Mapping[str, DurationBehaviour] = field(default_factory=dict)
    promises: Mapping[str, tuple[Promise, ...]] = field(default_factory=dict)
    kept: KeptPromises = field(default_factory=KeptPromises)
    kept_charts: Mapping[str, Chart] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    restated: Mapping[str, Restatement] = field(default_factory=dict)
    locks: Mapping[str, bytes] = field(default_factory=dict)
    kpis_json: bytes = b"{}"
    repaired: Mapping[Month, tuple[Repair, ...]] = field(default_factory=dict)  # changed after its month was closed
    counts: RatesBehaviour | None = None
    styles: str = ""
    edit_url: str = ""
    ledger: Ledger | None = None  # how much is known of each month's records; None: still to be counted
    folder: str = ""
    alone: bool = True
    site_url: str = ""
    site_name: str = ""
    bare: Mapping[str, Bare] = field(
        default_factory=dict
    )  # by id, without prose (`render.prints`); none: still to be looked at
