"""Where the time goes: the share of detecting, acknowledging, mitigating and restoring in the time of impact."""

from __future__ import annotations

import numpy as np

from generator.check.clock import PER_MINUTE
from generator.measure.frame import Table
from generator.measure.outage import NEVER, instants
from generator.model.incident import MILESTONES
from generator.model.load import PHASES, LeftOut, PhaseFigure
from generator.model.month import Month


def phase_figure(table: Table, month: Month | None = None) -> PhaseFigure:
    """Return the minutes of each phase, summed over the incidents with all five milestones.

    Counted is the time from the start on: what was known before it took no time of impact.
    """
    if table.empty:
        return PhaseFigure(month, dict.fromkeys(PHASES, 0.0))
    times = np.stack([instants(table, name) for name in MILESTONES])
    known = times != NEVER
    whole = known.all(axis=0) & ~table["is_open"].to_numpy()
    # a milestone reached before the impact began ends its phase at the start
    reached = np.maximum.accumulate(times[:, whole], axis=0)
    spent = np.diff(reached, axis=0)
    minutes = {phase: int(row.sum()) / PER_MINUTE for phase, row in zip(PHASES, spent, strict=True)}
    ids = table.index.to_numpy()[whole].tolist()
    each = spent.sum(axis=0)
    longest = int(each.argmax()) if ids else None
    return PhaseFigure(
        month,
        minutes,
        tuple(ids),
        longest="" if longest is None else ids[longest],
        longest_minutes=0.0 if longest is None else int(each[longest]) / PER_MINUTE,
        left_out=_left_out(table, known, whole),
    )


def _left_out(table: Table, known: np.ndarray, whole: np.ndarray) -> tuple[LeftOut, ...]:
    rows = zip(table.index.tolist(), known.T.tolist(), whole.tolist(), table["is_open"].tolist(), strict=True)
    return tuple(
        LeftOut(ident, "open")
        if lasts
        else LeftOut(
            ident, "unknown", tuple(name for name, is_known in zip(MILESTONES, row, strict=True) if not is_known)
        )
        for ident, row, counts, lasts in rows
        if not counts
    )
