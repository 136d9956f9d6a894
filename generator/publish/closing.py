"""A month closed: its lock made from the records and put into its place, whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generator.check.check import Checked
from generator.measure.closing import closed
from generator.measure.measure import measure
from generator.model.lock import SUFFIX, Lock, as_text
from generator.model.locked import is_of
from generator.model.month import Month
from generator.read.locks import sums
from generator.read.records import FOLDER, REVIEWS, home_of, stays_in


class LeadsOutside(Exception):
    """The folder of reviews, or the file, is a link that leads out of `incidents/`."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The lock of a month, its text and where it belongs; `lasting` are the ids of incidents still open."""

    path: Path
    lock: Lock
    text: str
    lasting: tuple[str, ...]


def close(root: Path, checked: Checked, month: Month, as_of: dt.datetime, reason: str = "") -> Closed:
    """Return the closing of a month by records that are in order; raise CannotClose. Nothing is written yet.

    A `reason` closes a closed month again.
    """
    policy, incidents = checked.policy, checked.incidents
    table = measure(incidents, policy, as_of, read=checked.records)
    former = next((lock for lock in checked.locks if lock.month == month), None)
    hashes = sums(root, [one.path for one in incidents if is_of(month, policy.zone, one)])
    lock = closed(month, table, incidents, policy, sums=hashes, former=former, reason=reason)
    lasting = tuple(sorted(fact.id for fact in table.facts if fact.month == month and fact.is_open))
    return Closed(root / FOLDER / REVIEWS / f"{month}{SUFFIX}", lock, as_text(lock), lasting)


def write(root: Path, made: Closed) -> None:
    """Write a closing. What was there stays as it was until the new one is whole; raise LeadsOutside or OSError."""
    folder = made.path.parent
    home = home_of(root)
    if not stays_in(folder, home) or not stays_in(made.path, home):
        raise LeadsOutside(str(made.path))
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=SUFFIX, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made.text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # as git keeps files; the temporary one is for its maker alone
        os.replace(name, made.path)
    except BaseException:
        os.unlink(name)
        raise
