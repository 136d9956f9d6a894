"""The severity against the impact rule; what is not known leaves several severities possible."""

from __future__ import annotations

from itertools import product

from generator.check.rule import Report
from generator.check.rules.fields import SEVERITY_CONTRADICTS
from generator.check.shape import Values
from generator.model.policy import ImpactRule, Policy
from generator.read.node import Node


def by_rule(rule: ImpactRule, share: float, business: str, data_loss: bool) -> str:
    """Return the severity that the impact rule proposes.

    `data_loss_severity` may be graver than `business_severity` (the source's table calls data loss P0).
    """
    if share > rule.everyone:
        return rule.everyone_severity
    if data_loss and rule.data_loss_severity == rule.everyone_severity:
        return rule.data_loss_severity
    if business == "high":
        return rule.business_severity
    if data_loss:
        return rule.data_loss_severity
    return rule.many_severity if share > rule.many else rule.else_severity


def possible(policy: Policy, share: float | None, business: str | None, data_loss: bool | None) -> tuple[str, ...]:
    """Return every severity that the known part of the impact allows, gravest first."""
    shares = (0.0, (policy.impact_rule.everyone + policy.impact_rule.many) / 2, 1.0) if share is None else (share,)
    businesses = ("low", "high") if business in (None, "unknown") else (business or "",)
    losses = (False, True) if data_loss is None else (data_loss,)
    found = {by_rule(policy.impact_rule, *case) for case in product(shares, businesses, losses)}
    return tuple(sorted(found, key=policy.severity_rank))


def check_severity(front: Node, values: Values, policy: Policy, report: Report) -> None:
    """Report a severity that the impact does not allow and that no reason explains."""
    impact, severity = values.get("impact"), str(values.get("severity", ""))
    if not isinstance(impact, dict) or not impact or values.get("severity_reason") or values.get("kind") == "drill":
        return
    share, business, loss = impact.get("users_affected"), impact.get("business"), impact.get("data_loss")
    allowed = possible(policy, share, business, loss)
    if severity and severity not in allowed:
        known = {"users_affected": "—" if share is None else f"{share:.0%}", "business": business or "—"}
        known["data_loss"] = "—" if loss is None else str(loss).lower()
        text = ", ".join(f"{key} {value}" for key, value in known.items())
        expected = " / ".join(allowed)
        report.add(SEVERITY_CONTRADICTS, front.get("severity"), severity=severity, expected=expected,
                   impact_ja=text, impact_en=text)  # fmt: skip
