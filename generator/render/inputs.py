"""Everything a site is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.model.chart import Chart
from generator.model.finding import Finding
from generator.model.incident import Incident, Review
from generator.model.kpi import Figures, KpiTable
from generator.model.policy import Policy
from generator.model.promise import Promise
from generator.model.rates_behaviour import RatesBehaviour
from generator.model.words import Words


@dataclass(frozen=True)
class Inputs:
    """The typed objects behind the pages; nothing here is text for a page yet.

    `incidents` holds every kind, as known at `table.as_of`; `table` counts kind incident, `others` the
    tables of "drill" and "near_miss". `recent` holds the charts of the last 24 months, under the same
    names as `charts`. `edit_url` is "" or an address with `{path}`. Of `template_dirs` the first that has
    a template wins. `counts` is how the number of incidents behaves.
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
    charts: Mapping[str, Chart] = field(default_factory=dict)
    recent: Mapping[str, Chart] = field(default_factory=dict)
    promises: Mapping[str, tuple[Promise, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    kpis_json: bytes = b"{}"
    counts: RatesBehaviour | None = None
    styles: str = ""
    edit_url: str = ""
