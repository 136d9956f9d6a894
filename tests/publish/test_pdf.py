"""A month, a quarter and a year as PDF: A4, the font within, the same bytes again; without the extra a clear word."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.model.page import Site
from generator.publish.pdf import NoSuchPage, pdf
from generator.render.site import render
from tests.render.render_inputs import inputs


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return render(inputs(tmp_path_factory.mktemp("root")))


@pytest.fixture(scope="module")
def month(site: Site) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1790000000")
        return pdf(site, "2026-10", "ja")


def unpacked(made: bytes) -> bytes:
    """Return the objects of a PDF, which lie in compressed streams."""
    found = re.findall(rb"/Type /ObjStm.*?stream\n(.*?)\nendstream", made, re.DOTALL)
    return b"\n".join(zlib.decompress(part) for part in found)


def test_it_is_a4_with_the_font_within(month: bytes) -> None:
    assert month.startswith(b"%PDF-")
    objects = unpacked(month)
    boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox ?\[([^\]]+)\]", objects)}
    assert boxes == {(0, 0, 595, 842)}  # 210 mm x 297 mm in points
    assert b"+Furikaeri" in objects and len(month) < 400_000


def test_the_same_page_gives_the_same_bytes(site: Site, month: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert pdf(site, "2026-10", "ja") == month


def test_its_text_is_japanese_and_holds_the_agenda(month: bytes, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext on this machine")
    (tmp_path / "m.pdf").write_bytes(month)
    said = subprocess.run(["pdftotext", "-layout", "m.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    text = said.stdout.decode("utf-8")
    for words in ("2026年10月のふりかえり", "この会議で見ること", "守れなかった約束", "INC-2026-016", "会議の記録"):
        assert words in text, words
    assert "会議用に開く" not in text  # a button means nothing on paper


@pytest.mark.parametrize("name", ["2026-Q4", "2026"])
def test_quarters_and_years_have_one_too(site: Site, name: str) -> None:
    assert pdf(site, name, "ja").startswith(b"%PDF-")


def test_a_page_that_is_not_there_is_named(site: Site) -> None:
    with pytest.raises(NoSuchPage):
        pdf(site, "1999-01", "ja")


def test_a_wrong_name_is_wrong_usage(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["pdf", "October", "--root", str(tmp_path)])
    assert said.exit_code == 2 and "2026-10, 2026-Q4, 2026" in said.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.delitem(sys.modules, "generator.publish.pdf", raising=False)
    said = CliRunner().invoke(main, ["pdf", "2026-10", "--root", str(tmp_path)])
    assert said.exit_code == 2 and "pip install 'furikaeri[pdf]'" in said.stderr
