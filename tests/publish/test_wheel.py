"""The wheel, installed: it must not need the checkout it was built from."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.publish.records import break_record, write_records

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "README.md").is_file(), reason="only a whole checkout builds a wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    (built,) = folder.glob("furikaeri-0.1.0-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own, which goes before an editable install of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, "--target", str(folder), str(wheel)], check=True, capture_output=True)
    return folder


def run(installed: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    command = [sys.executable, str(installed / "bin" / "furikaeri"), *arguments]
    return subprocess.run(command, check=False, cwd=root, env=environment, capture_output=True, encoding="utf-8")


def test_the_wheel_carries_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "generator/defaults/mkdocs.yml" in names
    assert "generator/defaults/site_templates/incident.md.j2" in names
    assert "generator/defaults/site_templates/docs/assets/favicon.svg" in names
    templates = ROOT / "site_templates"
    kept = [file.relative_to(templates).as_posix() for file in templates.rglob("*") if file.is_file()]
    assert {f"generator/defaults/site_templates/{name}" for name in kept} <= names
    folders = {name.split("/")[0] for name in kept if "/" in name}
    assert folders == {"docs", "messages", "scripts", "styles", "theme"}
    assert "generator/read/default_policy.yml" in names
    assert any(name.startswith("generator/locale/ja/") and name.endswith(".po") for name in names)
    assert [name for name in names if name.startswith(("tests/", "incidents/")) or "__pycache__" in name] == []


def test_the_installed_command_builds_a_site(installed: Path, root: Path) -> None:
    write_records(root)
    assert "furikaeri" in run(installed, root, "--help").stdout
    assert "0.1.0" in run(installed, root, "--version").stdout
    built = run(installed, root, "build", "--as-of", "2024-03-01T00:00+09:00")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "接続プール" in (root / "site" / "incidents" / "inc-2024-001" / "index.html").read_text(encoding="utf-8")
    assert (root / "site" / "assets" / "favicon.svg").is_file()


def test_the_installed_command_stops_and_leaves_the_site(installed: Path, root: Path) -> None:
    nothing = run(installed, root, "build")
    assert nothing.returncode == 3, nothing.stdout + nothing.stderr
    write_records(root)
    break_record(root)
    (root / "site").mkdir()
    for name in ("index.html", "sitemap.xml"):
        (root / "site" / name).write_text("yesterday", encoding="utf-8")
    broken = run(installed, root, "build")
    assert broken.returncode == 1
    assert "resolved-before-started" in broken.stderr
    assert (root / "site" / "index.html").read_text(encoding="utf-8") == "yesterday"
