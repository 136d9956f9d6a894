"""Types of arguments that more than one command takes."""

from __future__ import annotations

import click

from generator.model.month import Month


class MonthType(click.ParamType[Month]):
    """A month as `2026-10`."""

    name = "YYYY-MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """Return the month, or fail with an example."""
        try:
            return value if isinstance(value, Month) else Month.parse(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a month; e.g. 2026-10", param, ctx)
