"""The KPI contracts, each declared once: the declaration computes, stands in the JSON and beside every figure."""

from __future__ import annotations

from generator.model.kpi import Contract
from generator.model.policy import Policy

POPULATION = "kind: incident, without exclude_from_kpi"
RESOLVED = "resolved incidents whose whole window has elapsed"

_EXCLUDED = ("kind", "exclude_from_kpi", "start and detection unknown", "not yet known at as_of")
_DURATION = Contract("", "mean", POPULATION, exclusions=(*_EXCLUDED, "open", "unknown"))

#: In the order of SPEC 4. What durations measure (from, to, clock) is the policy's: its defaults are the field's own.
CONTRACTS = (
    *(_DURATION._replace(name=name) for name in ("mttd", "mtta", "mttm", "mttr", "mrt")),
    Contract("incident_rate", "count", POPULATION, exclusions=_EXCLUDED),
    Contract(
        "recurrence_rate", "share", f"{POPULATION}; {RESOLVED}", exclusions=(*_EXCLUDED, "open", "unknown", "window"),
    ),
    Contract(
        "response_target", "share", POPULATION, start="detected_at", end="acknowledged_at", clock="severity",
        exclusions=(*_EXCLUDED, "pending", "unknown", "none"),
    ),
)  # fmt: skip


def contracts(policy: Policy) -> dict[str, Contract]:
    """Return the contract of every KPI, by name, as the policy has it."""
    return {contract.name: _agreed(contract, policy) for contract in CONTRACTS}


def _agreed(contract: Contract, policy: Policy) -> Contract:
    span = policy.contracts.get(contract.name)
    if span is not None:
        return contract._replace(start=span.start, end=span.end, clock=span.clock, changed=span.changed)
    if contract.name == "recurrence_rate":
        return contract._replace(window_days=policy.recurrence_days)
    return contract
