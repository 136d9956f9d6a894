"""The same figures by how incidents were found and how they were recovered from."""

from __future__ import annotations

from collections.abc import Mapping

from generator.measure.measure import group_figures
from generator.model.kpi import Figures, KpiTable
from generator.model.policy import Policy

NAMES = ("by_source", "by_finder", "by_method", "by_recovery")


def by_response(table: KpiTable, policy: Policy) -> dict[str, Mapping[str, Figures]]:
    """Return, by each of `NAMES`, the figures of the whole range for each value; what is not recorded stands under "".

    The method (automatic, manual) is that of the policy's source; of a source it does not name nobody knows it.
    """
    methods = {name: source.method for name, source in policy.detection_sources.items()}
    found = group_figures(
        table,
        lambda fact: (fact.detection,),
        lambda fact: (fact.found_by,),
        lambda fact: (methods.get(fact.detection, ""),),
        lambda fact: (fact.recovery,),
    )
    return dict(zip(NAMES, found, strict=True))
