"""What a source says of the facts it wrote, and what many sources say together."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from generator.measure.assemble import Basis
from generator.measure.columns import COLUMNS
from generator.model.kpi import Contract, Excluded
from generator.model.month import Month

SCHEMA = "furikaeri/facts/1"


class BadFacts(Exception):
    """Files of facts that cannot be measured; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """A source's word: its name ("": the only one), the basis of its figures, and how many facts each month has."""

    source: str
    basis: Basis
    severities: tuple[str, ...]
    services: tuple[str, ...]
    months: Mapping[str, int]  # in order, those with facts

    def of_facts(self, source: str, months: Mapping[str, int]) -> About:
        """Return the word on facts of these months, the source's name before every id."""
        excluded = self.basis.excluded
        if source:
            excluded = tuple(replace(row, id=f"{source}/{row.id}") for row in excluded)
        return replace(self, source=source, basis=replace(self.basis, excluded=excluded), months=months)

    def as_bytes(self) -> bytes:
        """Return it as JSON."""
        basis = self.basis
        row = {
            "schema": SCHEMA, "source": self.source, "as_of": basis.as_of.isoformat(), "timezone": basis.zone.key,
            "contracts": {name: contract._asdict() for name, contract in basis.contracts.items()},
            "read": basis.read, "excluded": [[row.id, row.reason] for row in basis.excluded],
            "severities": self.severities, "services": self.services, "columns": list(COLUMNS), "months": self.months,
        }  # fmt: skip
        return json.dumps(row, ensure_ascii=False).encode()

    @classmethod
    def of(cls, row: dict[str, Any], columns: Collection[str]) -> About:
        """Read it; raise ValueError where it is of another version or lacks one of `columns`."""
        missing = [name for name in columns if name not in row["columns"]]
        if row["schema"] != SCHEMA or missing:
            raise ValueError(f"another version wrote it ({row['schema']}, without {', '.join(missing) or 'a lack'})")
        zone = ZoneInfo(row["timezone"])
        basis = Basis(
            as_of=dt.datetime.fromisoformat(row["as_of"]).astimezone(zone),
            zone=zone,
            contracts={name: _contract(values) for name, values in row["contracts"].items()},
            read=row["read"],
            excluded=tuple(Excluded(name, reason) for name, reason in row["excluded"]),
        )
        months = {str(Month.parse(month)): int(rows) for month, rows in row["months"].items()}
        return cls(str(row["source"]), basis, tuple(row["severities"]), tuple(row["services"]), months)


def _contract(values: Mapping[str, Any]) -> Contract:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Contract(**given)


def together(words: Sequence[About]) -> Basis:
    """Return the basis of all; raise BadFacts where sources speak of another instant, zone or contract."""
    _same(words, "timezone", lambda about: about.basis.zone.key)
    _same(words, "as of when", lambda about: about.basis.as_of.isoformat())
    first = words[0].basis
    for name in sorted({name for about in words for name in about.basis.contracts}):
        _same(words, f"contract of {name}", partial(_terms, name))
    rows = (row for about in words for row in about.basis.excluded)
    excluded = tuple(sorted(rows, key=lambda row: row.id))
    return replace(first, read=sum(about.basis.read for about in words), excluded=excluded)


def _terms(name: str, about: About) -> str:
    contract = about.basis.contracts.get(name)
    return json.dumps(contract.as_json(), ensure_ascii=False) if contract else "none"


def _same(words: Sequence[About], what: str, said: Callable[[About], str]) -> None:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for about in words:
        groups[said(about)].append(about.source)
    if len(groups) > 1:
        each = (f"{value} in {', '.join(names[:5])}{' …' if len(names) > 5 else ''}" for value, names in groups.items())
        raise BadFacts(f"the sources do not agree ({what}), so no figure can rest on all of them: {'; '.join(each)}")
