from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model.page import Made
from generator.publish import build, plugin
from tests.publish import made_up

Stub = Callable[[Made | Exception], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "incidents").mkdir(parents=True)
    return folder


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Set what the stages before publishing give, or raise."""

    def set_result(result: Made | Exception) -> None:
        def make(*args: object, **options: object) -> Made:
            if isinstance(result, Exception):
                raise result
            return result

        monkeypatch.setattr(build, "usable", lambda *asked: None)
        monkeypatch.setattr(build, "looked_at", lambda have: have)
        monkeypatch.setattr(build, "basis_of", lambda settings, have: None)
        monkeypatch.setattr(build, "make", make)
        monkeypatch.setattr(plugin, "make", make)

    set_result(made_up.made())
    return set_result
