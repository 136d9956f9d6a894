"""The records that a site may be made of: read and checked, or every reason why none can be made."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.check.check import Checked, check
from generator.check.policy import read_policy
from generator.check.report import as_text, summary
from generator.model.bare import Bare
from generator.model.finding import Finding, Level
from generator.model.memory import NOTHING
from generator.model.policy import Language
from generator.read.records import Records, read
from generator.read.times import BadTime, parse_time

_NO_RECORD = {"ja": "incidents/ に記録がありません", "en": "no record found below incidents/"}


class Stopped(Exception):
    """No site can be made of the root as it is; its text names every error, as `check` does.

    `exit_code` is 1 for records that are not in order, 2 for a policy that is not, 3 where there is no record;
    `language` is the one of the text.
    """

    def __init__(
        self, text: str, findings: tuple[Finding, ...], records: int, exit_code: int, language: Language
    ) -> None:
        super().__init__(text)
        self.language = language
        self.findings = findings
        self.records = records
        self.exit_code = exit_code


class NotATime(ValueError):
    """`as_of` is no instant."""


class Usable(NamedTuple):
    """Records in order, as of `moment` (in the policy's zone), in the languages of the editions, the main one first."""

    records: Records
    checked: Checked
    moment: dt.datetime
    languages: tuple[Language, ...]
    bare: Mapping[str, Bare] = NOTHING  # by id, all of the incidents but their prose; none: nobody has looked


def usable(
    root: Path, as_of: dt.datetime | str | None, language: Language | None, editions: Sequence[Language],
    present: dt.datetime | None = None,
) -> Usable:  # fmt: skip
    """Return the records of a root. Raise Stopped where they or the policy are not in order, NotATime; see `make`.

    `present` is what the clock says (None: it is asked).
    """
    records = read(root)
    policy = read_policy(records.policy)[0]
    moment = (present if present and as_of is None else instant(as_of, records)).astimezone(policy.zone)
    main = language or (policy.locale if policy.locale in editions or not editions else editions[0])
    languages = tuple(dict.fromkeys((main, *editions)))
    # A past `as_of` asks what was known then: later times are no errors, they have not happened yet.
    checked = check(records, moment, language=main, future=moment if as_of is None else None, also=languages)
    if code := checked.exit_code():
        raise Stopped(_told(checked, records), checked.findings, checked.records, code, checked.language)
    return Usable(records, checked, moment, languages)


def instant(as_of: dt.datetime | str | None, records: Records) -> dt.datetime:
    """Return `as_of` as an aware instant; a day alone is its first minute. Raise NotATime for what is none."""
    if as_of is None:
        return now()
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None:
            raise NotATime("as_of: an aware time is needed")
        return as_of
    zone = read_policy(records.policy)[0].zone
    try:
        return parse_time(as_of if ":" in as_of else f"{as_of.strip()} 00:00", zone)
    except BadTime:
        raise NotATime(f"as_of: not a time: {as_of!r}; write 2026-11-01T09:00+09:00") from None


def now() -> dt.datetime:
    """Return the present, or the one that reproducible builds set (SOURCE_DATE_EPOCH, reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.now(dt.UTC) if epoch is None else dt.datetime.fromtimestamp(int(epoch), dt.UTC)


def _told(checked: Checked, records: Records) -> str:
    """Return every error, and how many findings of each level there are."""
    if not checked.policy_broken and not checked.records:
        return _NO_RECORD[checked.language]
    errors = [finding for finding in checked.findings if finding.level is Level.ERROR]
    return f"{as_text(errors, records)}\n\n{summary(checked, checked.language)}"
