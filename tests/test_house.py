"""The house: which folder may know which, who owns a library, and how large a file may grow."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator"
FOLDERS = ("model", "read", "check", "measure", "draw", "render", "publish", "exchange", "cli")
OWNERS = {
    "yaml": "read",
    "frontmatter": "read",
    "babel": "read",
    "jpholiday": "check",
    "pandas": "measure",
    "numpy": "measure",
    "scipy": "measure",
    "pyarrow": "measure",
    "dask": "measure",
    "distributed": "measure",
    "matplotlib": "draw",
    "matplotlib_fontja": "draw",
    "jinja2": "render",
    "nh3": "render",
    "markdown_it": "render",
    "mdit_py_plugins": "render",
    "pygments": "render",
    "markupsafe": "render",
    "feedgenerator": "render",
    "icalendar": "render",
    "mkdocs": "publish",
    "watchdog": "publish",
    "markdown": "publish",
    "weasyprint": "publish",
    "click": "cli",
    "rich": "cli",
}
MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCES = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Yield every imported module and its line; imports in functions and under TYPE_CHECKING are imports too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative imports hide where a name comes from"
            assert node.module is not None
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def folder_of(file: Path) -> str:
    parts = file.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def breaches_of_the_first_law(file: Path) -> list[str]:
    """A module imports only from its own folder or from folders above it."""
    own = folder_of(file)
    allowed = set(FOLDERS) if own == "" else set(FOLDERS[: FOLDERS.index(own) + 1])
    found = []
    for name, line in imports(file):
        parts = name.split(".")
        if parts[0] == "generator" and len(parts) > 1 and parts[1] in FOLDERS and parts[1] not in allowed:
            found.append(f"{own}/{file.name}:{line} imports {name}")
    return found


def breaches_of_the_second_law(file: Path) -> list[str]:
    """A third-party library is imported by its owner only, and every library has an owner."""
    found = []
    for name, line in imports(file):
        library = name.split(".")[0]
        if library in sys.stdlib_module_names or library == "generator":
            continue
        if OWNERS.get(library) != folder_of(file):
            owner = OWNERS.get(library, "nobody yet")
            found.append(f"{folder_of(file)}/{file.name}:{line} imports {library}, owned by {owner}")
    return found


def test_every_folder_stands_in_the_order() -> None:
    folders = {folder_of(file) for file in MODULES} - {""}
    assert folders <= set(FOLDERS)
    assert len(MODULES) > 40


@pytest.mark.parametrize("folder", ["", *FOLDERS])
def test_the_two_laws(folder: str) -> None:
    files = [file for file in MODULES if folder_of(file) == folder]
    assert [breach for file in files for breach in breaches_of_the_first_law(file)] == []
    assert [breach for file in files for breach in breaches_of_the_second_law(file)] == []


def test_the_laws_can_be_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    bad = tmp_path / "read" / "bad.py"
    bad.parent.mkdir()
    bad.write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from generator.cli import main\n"
        "def late():\n    import pandas\n    from generator import check\n",
        encoding="utf-8",
    )
    assert {line.split(":")[1].split()[0] for line in breaches_of_the_first_law(bad)} == {"3", "6"}
    assert breaches_of_the_second_law(bad) == ["read/bad.py:5 imports pandas, owned by measure"]


def test_no_module_imports_itself_in_a_circle() -> None:
    names = {module_name(file): file for file in MODULES}
    graph = {name: {other for other, _ in imports(file) if other in names} - {name} for name, file in names.items()}
    while graph:
        free = [name for name, wanted in graph.items() if not wanted & graph.keys()]
        assert free, f"these import each other in a circle, or depend on those that do: {sorted(graph)}"
        for name in free:
            del graph[name]


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_files_stay_small() -> None:
    sizes = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCES}
    assert {str(file): lines for file, lines in sizes.items() if lines > 400} == {}
    assert statistics.median(sizes[file] for file in MODULES) < 150


def tracked() -> list[Path]:
    """Return the files git knows, or would take in."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


#: Folders of one machine, and options that name where packages come from: a file with one works in one place only.
_MACHINE = re.compile(r"/(?:home|Users|work|root|opt)/\w|/tmp/\w|--(?:extra-)?index|find-links")
_TEXTS = {".py", ".toml", ".txt", ".yml", ".yaml", ".cfg", ".ini", ".css", ".j2", ""}
#: Each says why it may.
_MAY = {
    "tests/test_house.py": "holds the pattern",
    "Makefile": "tells the lock's writer to name no index",
}


def test_no_file_knows_a_machine_or_an_index() -> None:
    found = []
    for file in tracked():
        name = file.relative_to(ROOT).as_posix()
        if name in _MAY or name.startswith("incidents/") or file.suffix not in _TEXTS:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if _MACHINE.search(line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_locks_pin_everything_by_hash(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line]  # no address of an index or of a package
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(pins) > 40
    assert [pin for pin in pins if not re.match(r"[a-z0-9.-]+==\S+( ; .+)? \\$", pin)] == []
    assert [line for line in lines if line.startswith(" ") and not re.match(r"    (--hash=sha256:|# via)", line)] == []


def test_what_runs_is_what_is_tested() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^[a-z0-9.-]+==\S+", text, re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
