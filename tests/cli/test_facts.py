"""`furikaeri facts` and `furikaeri kpi --facts`: what is written, what is printed, and what is wrong usage."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from generator.cli.main import main

ROOT = Path(__file__).parents[1] / "measure" / "hand_worked"
AS_OF = "2026-05-10T12:00+09:00"


def furikaeri(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def facts(out: Path, *options: str) -> Result:
    return furikaeri("facts", "--root", ROOT, "--as-of", AS_OF, "--out", out, *options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    result = facts(tmp_path / "facts")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"11 facts as of 2026-05-10T12:00:00+09:00 -> {tmp_path / 'facts'}\n"
    return tmp_path / "facts"


SCOPES: list[tuple[str, ...]] = [
    (), ("--service", "nginx", "--severity", "P1"), ("--from", "2026-02", "--to", "2026-03"),
]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "table", "csv", "markdown"])
@pytest.mark.parametrize("scope", SCOPES, ids=["all", "names", "months"])
def test_facts_of_one_root_say_what_the_root_says(folder: Path, form: str, scope: tuple[str, ...]) -> None:
    plain = furikaeri("kpi", "--root", ROOT, "--as-of", AS_OF, "--format", form, *scope)
    found = furikaeri("kpi", "--root", ROOT, "--facts", folder, "--format", form, *scope)
    assert (plain.exit_code, found.exit_code, found.stderr) == (0, 0, "")
    assert found.stdout_bytes == plain.stdout_bytes


def test_metrics_of_facts_say_nothing_of_actions(folder: Path) -> None:
    """Facts hold incidents, and no actions: a part of a root is told in the same way."""
    lines = furikaeri("kpi", "--facts", folder, "--format", "prom").stdout.splitlines()
    plain = furikaeri("kpi", "--root", ROOT, "--as-of", AS_OF, "--format", "prom").stdout.splitlines()
    assert lines == [line for line in plain if "furikaeri_actions" not in line]
    assert len(lines) < len(plain)


def test_a_file_and_a_named_source(tmp_path: Path, folder: Path) -> None:
    assert facts(tmp_path / "one.parquet").exit_code == 0
    same = [
        furikaeri("kpi", "--facts", place, "--format", "json").stdout for place in (tmp_path / "one.parquet", folder)
    ]
    assert same[0] == same[1]
    assert facts(tmp_path / "all", "--source", "shop").exit_code == 0
    assert '"shop/INC-2026-004"' in furikaeri("kpi", "--facts", tmp_path / "all", "--format", "json").stdout


@pytest.mark.parametrize(("options", "said"), [
    (("--engine", "dask"), "--engine dask measures files"),
    (("--scheduler", "tcp://here:1"), "--scheduler belongs to --engine dask"),
    (("--facts", "FOLDER", "--as-of", "2026-05-01"), "--as-of and --lenient belong to `furikaeri facts`"),
    (("--facts", "FOLDER", "--lenient"), "--as-of and --lenient belong to `furikaeri facts`"),
    (("--facts", "FOLDER", "--service", "nginy"), "nginx"),
    (("--facts", "FOLDER", "--severity", "P9"), "P9"),
    (("--facts", "."), "holds no facts"),
])  # fmt: skip
def test_wrong_usage(folder: Path, options: tuple[str, ...], said: str) -> None:
    result = furikaeri("kpi", *(str(folder) if word == "FOLDER" else word for word in options))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_wrong_usage_of_facts(tmp_path: Path) -> None:
    result = facts(tmp_path / "out", "--source", "a/b")
    assert (result.exit_code, "no name for a source" in result.stderr) == (2, True)
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = facts(tmp_path / "file")
    assert (result.exit_code, str(tmp_path / "file") in result.stderr) == (2, True)
    result = facts(tmp_path / f"{'x' * 247}.parquet")  # too long for the file that is written first
    assert (result.exit_code, "None" in result.stderr, "xxx" in result.stderr) == (2, False, True)
    assert furikaeri("facts", "--root", tmp_path, "--out", tmp_path / "out").exit_code == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("library", "extra"), [("pyarrow", "parquet"), ("distributed", "dask"), ("dask", "dask")])
def test_an_extra_that_is_missing_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, library: str, extra: str
) -> None:
    for name in [name for name in sys.modules if name.startswith(("generator.measure.", library))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    result = furikaeri("kpi", "--facts", folder, "--engine", "dask")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{library} is not installed: pip install 'furikaeri[{extra}]'" in result.stderr


def test_a_scheduler_that_does_not_answer_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    from generator.measure import cluster

    monkeypatch.setattr(cluster, "PATIENCE", "0.2s")
    result = furikaeri("kpi", "--facts", folder, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "tcp://127.0.0.1:1" in result.stderr
