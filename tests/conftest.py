"""Tests see no runner's and no terminal's wishes: what they want of those they set themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

# The first example pays for imports and schemas, and machines that test are busy.
settings.register_profile("furikaeri", deadline=None)
settings.load_profile("furikaeri")

UNSET = (
    "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY",
    "GITHUB_SHA", "CI_PROJECT_DIR", "NO_COLOR", "FORCE_COLOR",
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def no_runner() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in UNSET:
            patch.delenv(name, raising=False)
        yield
