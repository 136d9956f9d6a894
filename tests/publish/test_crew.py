"""Work shared among processes: the same results for any number, and an error that names what failed."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish import crew
from generator.publish.crew import Crew, WorkFailed


@given(st.lists(st.integers(), max_size=60))
def test_alone_every_item_is_done_once_in_order(items: list[int]) -> None:
    done: list[int] = []
    team = Crew(lambda item: done.append(item) or -item, items, 1)
    team.start()
    assert team.finish() == [-item for item in items]
    assert done == items


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_the_results_are_those_of_one_process(jobs: int) -> None:
    items = list(range(100))
    team = Crew(lambda item: (time.sleep(0.002), item * item)[1], items, jobs)
    team.start()
    assert team.finish() == [item * item for item in items]


def test_no_more_processes_than_told_and_each_takes_part() -> None:
    team = Crew(lambda _: (time.sleep(0.005), os.getpid())[1], list(range(100)), 3)
    team.start()
    seen = set(team.finish())
    assert os.getpid() in seen and len(seen) == 3


def test_few_items_are_not_worth_a_process() -> None:
    team = Crew(lambda _: os.getpid(), list(range(9)), 4)
    team.start()
    assert set(team.finish()) == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("bad", [0, 37, 99])
def test_what_fails_is_named_and_stops_the_others(jobs: int, bad: int) -> None:
    def work(item: int) -> int:
        time.sleep(0.002)
        return 1 // (item - bad)

    team = Crew(work, list(range(100)), jobs)
    team.start()
    with pytest.raises(WorkFailed, match=rf"^{bad}: ZeroDivisionError.*test_crew\.py"):
        team.finish()


def test_a_process_that_dies_is_an_error_and_no_wait() -> None:
    mine = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != mine:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.002)
        return item

    team = Crew(work, list(range(100)), 2)
    team.start()
    with pytest.raises(WorkFailed, match=r"^\d+: the process that made it ended \(-9\)"):
        team.finish()


def test_giving_up_leaves_no_process() -> None:
    team = Crew(lambda _: time.sleep(60), list(range(100)), 3)
    team.start()
    processes = [process for _, process, _ in team._helpers]
    assert len(processes) == 2 and all(process.is_alive() for process in processes)
    team.stop()
    assert not any(process.is_alive() for process in processes)


def test_where_nothing_can_fork_one_process_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    team = Crew(lambda item: (item, os.getpid()), list(range(40)), 4)
    team.start()
    assert team.finish() == [(item, os.getpid()) for item in range(40)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_template_that_fails_is_named_with_its_line(tmp_path: Path, jobs: int) -> None:
    template = tmp_path / "home.md.j2"

    def task() -> None:
        exec(compile("\n\n1 / 0", str(template), "exec"))  # as Jinja2 tells where in a template it is

    with pytest.raises(WorkFailed, match=r"^site: ZeroDivisionError: .*home\.md\.j2:3\)$"):
        crew.together([task, task], jobs)
