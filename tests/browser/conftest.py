"""One browser a run, and one small site with every kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from markupsafe import Markup
from playwright.sync_api import Browser

from generator.publish.build import build
from generator.render.templates import Sheet, Templates
from tests.browser.every_kind import AS_OF, kinds, write_root
from tests.browser_support import browser


@dataclass(frozen=True)
class EveryKind:
    """A built site, the address of one page of every kind, and the kinds its sheets have."""

    folder: Path
    pages: dict[str, str]
    templates: frozenset[str]


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> EveryKind:
    """Build the site, and note what it is made of: no list of kinds that could be forgotten."""
    made: list[Sheet] = []
    page = Templates.page

    def noted(self: Templates, sheet: Sheet, said: list[Markup] | None = None) -> bytes:
        made.append(sheet)
        return page(self, sheet, said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Templates, "page", noted)
        # one process: what another one makes is not noted here
        folder = build(write_root(tmp_path_factory.mktemp("every-kind")), as_of=AS_OF, jobs=1)
    return EveryKind(folder, kinds(made), frozenset(sheet.template for sheet in made))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the one browser: Playwright refuses a second one beside it in a process."""
    with browser() as opened:
        yield opened
