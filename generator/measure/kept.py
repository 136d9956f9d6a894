"""Every promise of a site at one instant: about incidents, actions and drills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.measure.deeds import actions_by_due_month, ageing, deeds, promises_about_actions
from generator.measure.drills import drills_kept
from generator.measure.frame import frame
from generator.measure.promises import promises_about_incidents
from generator.model.incident import Incident, Review
from generator.model.kept import KeptPromises
from generator.model.kpi import KpiTable
from generator.model.policy import Policy


def kept_promises(
    table: KpiTable, incidents: Sequence[Incident], reviews: Iterable[Review], policy: Policy
) -> KeptPromises:
    """Return what was kept as known at `table.as_of`.

    Promises about incidents are those of the facts of `table`; actions and drills come from `incidents`, every kind,
    as known then (`model.asof.all_known_at`), and from `reviews`.
    """
    found = deeds(incidents, reviews, table.as_of, table.zone)
    return KeptPromises(
        incidents=promises_about_incidents(frame(table.facts)),
        actions=promises_about_actions(found),
        actions_by_due_month=actions_by_due_month(found),
        ageing=ageing(found),
        deeds={deed.id: deed for deed in found},
        drills=drills_kept(incidents, policy.drills_per_quarter, table.as_of, table.zone),
    )
