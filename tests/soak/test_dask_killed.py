"""Workers of a Dask cluster killed again and again while they work: nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from distributed import LocalCluster

from benchmarks.batch_sheets import sheets, write_lines
from tests.program import DAY, Run, svcmodel

pytestmark = pytest.mark.soak

WORKERS, FILES, SHEETS, KILLS = 3, 40, 500, 12


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl"])
def test_workers_killed_at_random_lose_and_double_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        write_lines(sheets(SHEETS, seed=number), tmp_path / "in" / f"{number:03}.jsonl")
    alone = svcmodel("batch", tmp_path / "in", "-o", tmp_path / f"one_{name}", "--date", DAY)
    chance, output, found = random.Random(3), tmp_path / name, list[Run]()
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=WORKERS,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False, "allowed_failures": KILLS},
    ) as cluster:
        asked = ("--engine", "dask", "--scheduler", cluster.scheduler_address, "--date", DAY)
        command = ("batch", tmp_path / "in", "-o", output, *asked)
        running = threading.Thread(target=lambda: found.append(svcmodel(*command)))
        running.start()
        killed = 0
        while running.is_alive() and killed < KILLS:
            time.sleep(chance.uniform(0.2, 3))
            worker = chance.choice(list(cluster.workers.values()))
            if running.is_alive() and worker.pid:
                os.kill(worker.pid, signal.SIGKILL)
                killed += 1
        running.join()
    joined = b"".join(file.read_bytes() for file in sorted(output.iterdir()))
    assert killed > 1
    assert joined == (tmp_path / f"one_{name}").read_bytes()
    assert found[0].err.rpartition(" in ")[0] == alone.err.rpartition(" in ")[0]
