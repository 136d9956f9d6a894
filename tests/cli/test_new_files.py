"""Where `furikaeri new` puts a record: the next id, nobody's place taken, a template of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.check.support import put
from tests.cli.new_support import AS_OF, checked, only, run, written


def test_the_next_number_and_the_name(tmp_path: Path) -> None:
    first = written(tmp_path, "--title", "API down!", "--service", "MKS backend")
    second = written(tmp_path, "--title", "API down!")
    third = written(tmp_path, "--title", "予約APIが全滅")
    fourth = written(tmp_path, "--title", "x", "--slug", "DB pool")
    assert [file.name for file in (first, second, third, fourth)] == [
        "INC-2026-001-mks-backend.md", "INC-2026-002-api-down.md", "INC-2026-003.md", "INC-2026-004-db-pool.md",
    ]  # fmt: skip


def test_an_id_may_be_chosen_but_not_taken(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/old.md": "---\ntitle: a\nid: INC-2026-040\n---\n"})
    assert written(tmp_path, "--title", "x", "--id", "INC-2026-050").name == "INC-2026-050-x.md"
    for name in ("INC-2026-050", "INC-2026-040"):
        result = run(tmp_path, "--title", "y", "--id", name)
        assert result.exit_code == 2 and f"{name} is taken by" in result.stderr
    assert written(tmp_path, "--title", "x").name == "INC-2026-051-x.md"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, "--title", "x", "--dry-run")
    assert result.exit_code == 0 and result.stdout.startswith("---\nid: INC-2026-001\n")
    assert list(tmp_path.iterdir()) == []
    file = written(tmp_path, "--title", "x")
    assert file.read_text(encoding="utf-8") == result.stdout


def test_a_year_that_leads_outside_is_refused(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    outside.mkdir()
    put(root, {"incidents/README.md": ""})
    (root / "incidents/2026").symlink_to(outside)
    result = run(root, "--title", "x")
    assert result.exit_code == 2 and "no folder inside incidents/" in result.stderr
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("how", ["file", "dangling", "circle"])
def test_a_year_that_is_no_folder_is_refused(how: str, tmp_path: Path) -> None:
    put(tmp_path, {"incidents/README.md": ""})
    year = tmp_path / "incidents/2026"
    if how == "file":
        year.write_text("", encoding="utf-8")
    else:
        year.symlink_to("2026" if how == "circle" else "nowhere")
    assert run(tmp_path, "--title", "x").exit_code == 2


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/2026/README.md": ""})
    (tmp_path / "incidents/2026/INC-2026-001-x.md").symlink_to(tmp_path / "elsewhere")
    assert written(tmp_path, "--title", "x").name == "INC-2026-002-x.md"
    assert not (tmp_path / "elsewhere").exists()


def test_one_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.publish import new_record

    real = new_record._create

    def meanwhile(file: Path, text: str) -> None:
        if file.name == "INC-2026-001-x.md":
            put(file.parent, {file.name: "theirs"})
        real(file, text)

    monkeypatch.setattr(new_record, "_create", meanwhile)
    assert written(tmp_path, "--title", "x").name == "INC-2026-002-x.md"
    assert (tmp_path / "incidents/2026/INC-2026-001-x.md").read_text(encoding="utf-8") == "theirs"


def test_half_a_record_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.publish import new_record

    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None: ...

        def write(self, text: str) -> None:
            raise OSError(28, "No space left on device", "x.md")

    def no_space(file: Path, *_: object, **__: object) -> Full:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
        return Full()

    monkeypatch.setattr(new_record.Path, "open", no_space)
    result = run(tmp_path, "--title", "x")
    assert result.exit_code == 1 and "No space left on device" in result.stderr
    assert list((tmp_path / "incidents/2026").iterdir()) == []


def test_ten_at_once_get_ten_ids(tmp_path: Path) -> None:
    def one(number: int) -> str:
        command = [sys.executable, "-m", "generator", "new", "--root", str(tmp_path), "--as-of", AS_OF,
                   "--title", "x", "--slug", f"n{number}"]  # fmt: skip
        return subprocess.run(
            command, check=True, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL
        ).stdout

    with ThreadPoolExecutor(10) as pool:
        names = {Path(path.strip()).name[:12] for path in pool.map(one, range(10))}
    assert names == {f"INC-2026-{number:03d}" for number in range(1, 11)}
    assert checked(tmp_path).findings == () and checked(tmp_path).records == 10


def test_a_template_of_ones_own_wins(tmp_path: Path) -> None:
    own = "---\nid: {{ page.id | yaml }}\ntitle: {{ page.draft.title | yaml }}\nseverity: P2\nstatus: open\n"
    own += "detected_at: unknown\nstarted_at: unknown\noccurred_on: 2026-10-03\n---\n"
    put(tmp_path, {"site_templates/record.md.j2": own})
    written(tmp_path, "--title", "a: b")
    assert only(tmp_path).title == "a: b"


@pytest.mark.parametrize(
    ("template", "code", "said"),
    [
        ("---\ntitle: {{ page.draft.title }}\n---\n", 1, "without |yaml"),
        ("{% if %}", 1, "record.md.j2"),
        ("{{ page.nothing }}", 1, "nothing"),
        ("---\nid: {{ page.id | yaml }}\n---\n", 2, "missing-field"),
    ],
)
def test_a_template_that_is_not_in_order_writes_nothing(template: str, code: int, said: str, tmp_path: Path) -> None:
    put(tmp_path, {"site_templates/record.md.j2": template})
    result = run(tmp_path, "--title", "x")
    assert result.exit_code == code and said in result.stderr and result.stdout == ""
    assert not list((tmp_path / "incidents").rglob("*.md"))


def test_it_starts_without_what_it_does_not_need(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom generator.cli.main import main\n"
        f"main(['new', '--root', {str(tmp_path)!r}, '--title', 'x'], standalone_mode=False)\n"
        "print(sorted({'pandas', 'matplotlib', 'mkdocs', 'scipy', 'numpy', 'rich', 'nh3', 'feedgenerator', "
        "'icalendar', 'weasyprint'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, stdin=subprocess.DEVNULL)
    assert said.stdout.splitlines()[-1] == "[]"
    assert len(list(tmp_path.rglob("*.md"))) == 1
