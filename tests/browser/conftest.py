"""One browser a run, and one small site with every kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.publish.build import build
from tests.browser.every_kind import AS_OF, kinds, sheets, write_root
from tests.browser_support import browser


@dataclass(frozen=True)
class EveryKind:
    """A built site, the address of one page of every kind, and the kinds its sheets have."""

    folder: Path
    pages: dict[str, str]
    templates: frozenset[str]


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> EveryKind:
    root = write_root(tmp_path_factory.mktemp("every-kind"))
    made = sheets(root)
    return EveryKind(build(root, as_of=AS_OF), kinds(made), frozenset(sheet.template for sheet in made))


@pytest.fixture(scope="session")
def one_browser() -> Iterator[Browser]:
    with browser() as opened:
        yield opened
