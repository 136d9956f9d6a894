"""Processes that were spawned take part in a build: the same bytes, and an error that names what failed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from benchmarks.make_corpus import records as corpus
from generator.publish import build as building
from generator.publish import team as teams
from generator.publish.build import BuildFailed, build
from generator.publish.crew import Crew
from generator.publish.team import Team, size_of
from generator.publish.usable import Stopped
from tests.publish.made_up import contents
from tests.publish.records import POOL, write_records

AS_OF = "2026-11-01T00:00+09:00"
Joined = list[tuple[int, multiprocessing.context.SpawnProcess, object]]


@pytest.fixture(autouse=True)
def is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few records be enough for processes, which the first one waits for."""
    monkeypatch.setattr(teams, "_RECORDS", 1)
    monkeypatch.setattr(Team, "patience", 120.0)


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of the processes that come to take part."""
    numbers: list[int] = []
    admit = Team.admit

    def noted(self: Team, made_from: str, folder: str) -> Joined:
        found = admit(self, made_from, folder)
        numbers.extend(number for number, _, _ in found)
        return found

    monkeypatch.setattr(Team, "admit", noted)
    return numbers


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many pages the first process makes itself."""
    many: list[int] = []
    do = Crew._do

    def counted(self: Crew[str, object], number: int) -> dict[int, object]:
        done = do(self, number)
        many.append(len(done))
        return done

    monkeypatch.setattr(Crew, "_do", counted)
    return many


def made_up(root: Path, count: int) -> None:
    for path, text in corpus(count):
        file = root / "incidents" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def inodes(root: Path, place: str) -> dict[str, int]:
    pages = (root / place).rglob("inc-*/index.html")
    return {page.relative_to(root / place).as_posix(): page.stat().st_ino for page in pages}


def built(root: Path, place: str, **options: object) -> dict[str, bytes]:
    build(root, root / place, as_of=AS_OF, **options)  # type: ignore[arg-type]
    return contents(root / place)


def test_the_site_is_that_of_one_process(root: Path, joined: list[int], parts: list[int]) -> None:
    made_up(root, 60)
    alone = built(root, "alone", jobs=1)
    of_all = parts[-1]
    for jobs in (2, 3):
        joined.clear()
        assert built(root, f"of-{jobs}", jobs=jobs, start="spawn") == alone
        assert joined == list(range(1, jobs)), "all that were asked for take part"
        assert 0 < parts[-1] < of_all, "and do some of the work"
    assert multiprocessing.active_children() == []


def test_pages_that_are_there_are_taken_over_by_every_process(root: Path, joined: list[int]) -> None:
    made_up(root, 40)
    before = {place: inodes(root, place) for place in ("one", "two") if built(root, place, jobs=1)}
    file = next((root / "incidents").rglob("INC-*.md"))
    file.write_text(file.read_text(encoding="utf-8").replace('title: "', 'title: "続 '), encoding="utf-8")
    build(root, root / "one", as_of="2030-01-01T00:00+09:00", jobs=1)
    build(root, root / "two", as_of="2030-01-01T00:00+09:00", jobs=2, start="spawn")
    assert joined == [1]
    alone, together = ({*before[place].items()} & {*inodes(root, place).items()} for place in before)
    assert len(together) == len(alone) > 20
    assert contents(root / "one") == contents(root / "two")


def test_a_process_of_another_site_takes_no_part(
    root: Path, joined: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_records(root)
    alone = built(root, "alone", jobs=1)
    read = building._read

    def edited(*given: object) -> object:
        """Read the records, of which somebody saves one before the other process has come to it."""
        found = read(*given)  # type: ignore[arg-type]
        path = root / "incidents/2024/INC-2024-001-db-pool.md"
        if "上限を下げる。" not in path.read_text(encoding="utf-8"):
            path.write_text(POOL.replace("上限を上げる。", "上限を下げる。"), encoding="utf-8")
        return found

    monkeypatch.setattr(building, "_read", edited)
    assert built(root, "together", jobs=2, start="spawn") == alone
    assert joined == []
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_while_it_takes_part_is_an_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up(root, 40)
    admit = Team.admit

    def killed(self: Team, made_from: str, folder: str) -> Joined:
        found = admit(self, made_from, folder)
        for _, process, _ in found:
            assert process.pid
            os.kill(process.pid, signal.SIGKILL)
        return found

    monkeypatch.setattr(Team, "admit", killed)
    with pytest.raises(BuildFailed, match=r"\.md: the process that made it ended \(-9\)"):
        built(root, "site", jobs=2, start="spawn")
    assert not (root / "site").exists()
    assert multiprocessing.active_children() == []


def test_one_that_dies_before_is_done_without(root: Path, monkeypatch: pytest.MonkeyPatch, joined: list[int]) -> None:
    write_records(root)
    alone = built(root, "alone", jobs=1)
    begin = Team.__init__

    def killed(self: Team, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        for _, process, _ in self._waiting:
            assert process.pid
            os.kill(process.pid, signal.SIGKILL)

    monkeypatch.setattr(Team, "__init__", killed)
    assert built(root, "together", jobs=2, start="spawn") == alone
    assert joined == []


def test_what_only_a_member_cannot_do_is_named(root: Path, joined: list[int]) -> None:
    made_up(root, 40)
    (root / "site_templates").mkdir()
    text = "{% if page.incident.id %}{{ page.incident.nothing }}{% endif %}"
    (root / "site_templates/incident.md.j2").write_text(text, encoding="utf-8")
    with pytest.raises(BuildFailed, match=r"incidents/inc-.*\.md: UndefinedError: .*incident\.md\.j2:1\)"):
        built(root, "site", jobs=2, start="spawn")
    assert joined == [1]
    assert multiprocessing.active_children() == []


def test_a_broken_record_leaves_no_process(root: Path) -> None:
    write_records(root)
    (root / "incidents/2024/INC-2024-009.md").write_text("---\nid: x\n---\n", encoding="utf-8")
    with pytest.raises(Stopped):
        built(root, "site", jobs=3, start="spawn")
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("jobs", "records", "more"), [(1, 10_000, 0), (2, 199, 0), (2, 200, 1), (8, 10_000, 3), (8, 450, 2)]
)
def test_no_more_processes_than_are_worth_it(
    jobs: int, records: int, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams, "_RECORDS", 200)
    assert size_of(jobs, records) == more
