"""The KPI contracts, each written once: they compute the figures, stand in the JSON and beside every figure."""

from __future__ import annotations

from generator.model.kpi import Contract
from generator.model.policy import Policy

POPULATION = "kind: incident, without exclude_from_kpi"
RESOLVED = "resolved incidents whose whole window has elapsed"


def contracts(policy: Policy) -> dict[str, Contract]:
    """Return the contract of every KPI, by name, in the order of SPEC 4."""
    spans = {
        "mttd": ("started_at", "detected_at"),
        "mtta": ("detected_at", "acknowledged_at"),
        "mttm": ("started_at", "mitigated_at"),
        "mttr": ("started_at", "resolved_at"),
        "mrt": ("detected_at", "resolved_at"),
    }
    durations = [Contract(name, "mean", POPULATION, start=a, end=b, clock="elapsed") for name, (a, b) in spans.items()]
    others = (
        Contract("incident_rate", "count", POPULATION),
        Contract("recurrence_rate", "share", f"{POPULATION}; {RESOLVED}", window_days=policy.recurrence_days),
        Contract("response_target", "share", POPULATION, start="detected_at", end="acknowledged_at", clock="severity"),
    )
    return {contract.name: contract for contract in (*durations, *others)}
