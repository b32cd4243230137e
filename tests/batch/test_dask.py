"""A batch on a real Dask cluster of several processes gives what one process gives."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pyarrow as pa
import pytest
from distributed import Client, LocalCluster
from pyarrow import dataset, parquet

from svcmodel.batch.cluster import Cluster
from svcmodel.batch.partition_work import Site
from svcmodel.batch.sheets import Setup
from svcmodel.batch.worker import Order
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.errors import UnreadableInputError
from svcmodel.render.problem_formats import problem_encoder
from svcmodel.sources.words_files import load_words
from tests.batch.companies import answers_in, cell, companies
from tests.program import DAY, Run, in_shell, svcmodel

WORKERS = 2
FILES, ROWS = 6, 20
ROUNDS = 4
PATIENCE = 60
NAMES = ("out.csv", "out.jsonl")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=WORKERS,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
    ) as made:
        yield made


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue, full: Questionnaire
) -> Path:
    """Files of JSON lines and a table; every tenth sheet is wrong. Beside them a Parquet file."""
    place = tmp_path_factory.mktemp("inputs")
    made = list(islice(companies(full.bank, shipped.criteria, 0.2, random.Random(5)), FILES * ROWS))
    for number in range(FILES):
        sheets = made[number * ROWS : (number + 1) * ROWS]
        lines = (json.dumps(s if n % 10 else {**s, "subject": 1}) for n, s in enumerate(sheets))
        (place / f"{number}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [{"subject": sheet["subject"], **answers_in(sheet)} for sheet in made[:ROWS]]
    names = list(dict.fromkeys(name for row in rows for name in row))
    with (place / "table.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(names)
        table.writerows([cell(row.get(name)) for name in names] for row in rows)
    arrays = [pa.array([cell(row.get(name)) for row in rows]) for name in names]
    parquet.write_table(pa.table(arrays, names), place.with_suffix(".parquet"), row_group_size=8)
    return place


def batch(place: Path, output: Path, *more: object) -> Run:
    return svcmodel("batch", place, "-o", output, "--date", DAY, *more)


class Alone:
    """What one process writes and says."""

    def __init__(self, inputs: Path, place: Path) -> None:
        self.place = place
        self.runs = {name: batch(inputs, place / name, "--jobs", 1) for name in NAMES}


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Alone:
    return Alone(folder, tmp_path_factory.mktemp("alone"))


def on(cluster: Any) -> tuple[object, ...]:
    return ("--engine", "dask", "--scheduler", cluster.scheduler_address)


def joined(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def told(run: Run) -> list[str]:
    """What is said of a run but for how long it took."""
    *lines, last = run.err.splitlines()
    return [*lines, last.rpartition(" in ")[0]]


def test_partitions_joined_are_byte_for_byte_what_one_process_writes(
    cluster: Any, folder: Path, alone: Alone, tmp_path: Path
) -> None:
    name = "out.csv"
    run = batch(folder, tmp_path / name, *on(cluster))
    assert run.code == alone.runs[name].code == 1
    assert joined(tmp_path / name) == (alone.place / name).read_bytes()
    assert told(run) == told(alone.runs[name])
    files = sorted(file.name for file in (tmp_path / name).iterdir())
    assert files == [f"part-{number:05}{Path(name).suffix}" for number in range(FILES + 1)]


def test_parquet_partitions_have_the_schema_and_the_rows_of_one_process(
    cluster: Any, folder: Path, tmp_path: Path
) -> None:
    table = folder.with_suffix(".parquet")
    batch(table, tmp_path / "one.parquet", "--jobs", 1)
    batch(table, tmp_path / "out.parquet", *on(cluster))
    one = parquet.read_table(tmp_path / "one.parquet")
    shared = dataset.dataset(tmp_path / "out.parquet").to_table()
    assert shared.schema == one.schema
    assert shared.equals(one)


def test_a_killed_worker_loses_and_doubles_nothing(
    cluster: Any, folder: Path, alone: Alone, tmp_path: Path
) -> None:
    output, parts = tmp_path / "out.jsonl", ROUNDS * (FILES + 1)
    paths, found = [folder] * ROUNDS, []
    command = ("batch", *paths, "-o", output, "--date", DAY, *on(cluster))
    running = threading.Thread(target=lambda: found.append(svcmodel(*command)))
    running.start()
    wait_for(lambda: len(list(output.glob("part-*"))) > 1)
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    assert len(list(output.glob("part-*"))) < parts
    wait_for(lambda: not running.is_alive())
    assert len(list(output.glob("part-*"))) == parts
    assert joined(output) == ROUNDS * (alone.place / "out.jsonl").read_bytes()
    assert told(found[0])[:-1] == ROUNDS * told(alone.runs["out.jsonl"])[:-1]


def test_a_run_that_stopped_goes_on_where_it_was(
    cluster: Any, folder: Path, alone: Alone, tmp_path: Path
) -> None:
    output, errors = tmp_path / "out.csv", tmp_path / "errors.txt"
    asked = (*on(cluster), "--errors", errors)
    stopped = batch(folder, output, *asked, "--max-errors", 3)
    assert stopped.code == 1
    assert (output / "_svcmodel").is_dir()
    again = batch(folder, output, *asked)
    assert "E327" in again.last
    done = (output / "part-00000.csv").stat().st_mtime_ns
    went_on = batch(folder, output, *asked, "--resume")
    assert (output / "part-00000.csv").stat().st_mtime_ns == done
    assert joined(output) == (alone.place / "out.csv").read_bytes()
    said = told(alone.runs["out.csv"])
    assert errors.read_text().splitlines() == said[:-1]
    assert said[-1] in told(went_on)


def test_its_own_cluster_listens_to_this_machine_alone_and_ends_with_it(
    folder: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.csv"
    command = ("batch", folder / "table.csv", "-o", output, "--engine", "dask", "--jobs", 1)
    others = {process.pid for process in psutil.Process().children(recursive=True)}
    seen: dict[int, set[str]] = {}
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            for process in psutil.Process().children(recursive=True):
                if process.pid in others:
                    continue
                listening = seen.setdefault(process.pid, set())
                try:
                    every = process.net_connections("tcp")
                except psutil.Error:
                    continue
                listening |= {each.laddr.ip for each in every if each.status == "LISTEN"}
            time.sleep(0.1)

    looking = threading.Thread(target=look)
    looking.start()
    run = in_shell(*command, "--date", DAY)
    over.set()
    looking.join()
    assert "Warning" not in run.err
    assert len([pid for pid, own in seen.items() if own]) >= 2
    assert set().union(*seen.values()) == {"127.0.0.1"}
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid, own in seen.items() if own))


def wait_for(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_worker_that_cannot_make_ready_is_said(
    cluster: Any, setup: Setup, tmp_path: Path
) -> None:
    order = Order(setup, "no_such_column", "csv", "text", "en", "1")
    encode = problem_encoder("text", load_words("problems"), "en")
    with Client(cluster) as client:  # type: ignore[no-untyped-call]
        engine = Cluster(client, order, Site(str(tmp_path), ""), encode)
        with pytest.raises(UnreadableInputError) as error:
            list(engine.done([]))
    assert [problem.code for problem in error.value.problems] == ["E330"]


def test_wrong_use_is_said_before_any_work(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "full.csv").mkdir()
    (tmp_path / "full.csv" / "notes.txt").write_text("mine")
    wrong: dict[str, tuple[Any, ...]] = {
        "E304": (tmp_path / "out.xlsx", "--engine", "dask"),
        "E327": (tmp_path / "full.csv", "--engine", "dask"),
        "E328": (tmp_path / "out.csv", "--scheduler", "tcp://127.0.0.1:9"),
        "E326": (tmp_path / "out.csv", "--engine", "dask", "--scheduler", "no address"),
    }
    for code, (output, *more) in wrong.items():
        run = batch(folder, output, *more)
        assert run.code == 2, code
        assert f"{code} " in run.last
