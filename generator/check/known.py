"""What the whole set needs to know of one record: small, plain, and the same whether read now or kept from before."""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """One record as the others see it; every field is text, numbers or tuples, so that it can be kept as JSON.

    `id` is "" where the file is too broken to say one; then `named` (the id its file's name begins with) may still
    be a target of references. Instants are seconds since 1970 (UTC), None where not known or not reached.
    """

    path: str
    id: str = ""
    named: str = ""
    kind: str = "incident"
    severity: str = ""
    status: str = ""
    title: str = ""
    services: tuple[str, ...] = ()
    cause: str = ""
    fingerprint: str = ""
    began: float | None = None  # started_at, else detected_at
    resolved: float | None = None
    recurrence_of: str = ""
    related: tuple[str, ...] = ()
    not_related: tuple[str, ...] = ()
    start_known: bool = True  # False: `began` is the detection, and the start may lie before it
