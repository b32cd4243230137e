"""A batch on a Dask cluster: each worker reads partitions and writes their files by itself.

Only partitions and what is to be said of them go over the network. A worker that dies is replaced by the
cluster, and what it had not finished is done again; a file takes its place only when it is whole.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from distributed import (
    Client,
    KilledWorker,
    LocalCluster,
    WorkerPlugin,
    get_worker,
)

from svcmodel.batch.outcomes import Done
from svcmodel.batch.partition_work import Made, Site, lines_before, made
from svcmodel.batch.partitions import Partition
from svcmodel.batch.placed_documents import moved
from svcmodel.batch.worker import Order, Worker, mark_of
from svcmodel.errors import Problem, UnreadableInputError
from svcmodel.render.problem_formats import Encode, frame_of
from svcmodel.sources.text_files import sha256

HERE = "127.0.0.1"
AHEAD = 3
"""How many partitions for each worker may wait to be done or to be told of."""
SECONDS_TO_ANSWER = 10
MOST_TRIES = 10
"""How often workers that die while they are told what to do are told again."""


class Ready(WorkerPlugin):
    """Makes every worker ready for a batch, those too that come later."""

    def __init__(self, name: str, order: Order) -> None:
        """`name`: of the batch."""
        self.name, self.order = name, order

    def setup(self, worker: Any) -> None:
        """A worker has come: make ready. One partition is done at a time in a process."""
        worker.__dict__.setdefault("svcmodel", {})[self.name] = Worker(self.order), threading.Lock()

    def teardown(self, worker: Any) -> None:
        """The batch is over."""
        worker.__dict__.get("svcmodel", {}).pop(self.name, None)


def _work(name: str, partition: Partition, site: Site) -> Made:
    """Do a partition, on a worker."""
    host: Any = get_worker()
    worker, alone = host.svcmodel[name]
    with alone:
        return made(worker, partition, site, sha256(host.address.encode())[:12])


class Cluster:
    """Does partitions on a cluster and gives them back in their order."""

    def __init__(self, client: Any, order: Order, site: Site, encode: Encode) -> None:
        """`encode`: writes down a problem."""
        self.client, self.order, self.site, self.encode = client, order, site, encode
        self.name = f"svcmodel-{sha256(mark_of(order).encode(), site.folder.encode())[:16]}"
        self.between = frame_of(order.problems, order.program).between

    def done(self, pieces: Iterable[Partition]) -> Iterator[tuple[Partition, Done]]:
        """Each partition with what it gave. Raises E322 where workers keep dying, E330."""
        self._make_ready()
        source, before = iter(pieces), 0
        waiting: deque[tuple[Partition, Any]] = deque()
        try:
            while True:
                for partition in source:
                    waiting.append((partition, self._sent(partition)))
                    if len(waiting) >= AHEAD * max(1, len(self.client.nthreads())):
                        break
                if not waiting:
                    return
                partition, future = waiting.popleft()
                found = self._result(future)
                before = self._lines_before(partition, before)
                yield partition, self._done(partition, found, before)
                before += found.lines
        finally:
            self.client.cancel([future for _, future in waiting])
            with suppress(OSError):  # a worker that dies at the end has nothing to forget
                self.client.unregister_worker_plugin(self.name)

    def _make_ready(self) -> None:
        """Tell all workers what is asked. Raises E330 where one cannot do it."""
        for tries in range(MOST_TRIES):
            try:
                self.client.register_plugin(Ready(self.name, self.order), name=self.name)
                return
            except Exception as error:  # whatever another installation may have to say
                # a worker that dies on the way is replaced, and the one that comes is told too
                if isinstance(error, OSError) and tries + 1 < MOST_TRIES:
                    continue
                detail = f"{type(error).__name__}: {error}"
                raise UnreadableInputError([Problem("E330", values={"detail": detail})]) from None

    def _sent(self, partition: Partition) -> Any:
        key = f"{self.name}-{partition.number:05}"
        return self.client.submit(_work, self.name, partition, self.site, key=key, pure=False)

    def _result(self, future: Any) -> Made:
        try:
            found: Made = future.result()
        except KilledWorker:
            raise UnreadableInputError([Problem("E322")]) from None
        return found

    def _lines_before(self, partition: Partition, known: int) -> int:
        """How many lines stand before a stretch of a file: told by those before it, else counted."""
        if partition.kind != "lines" or not partition.start:
            return 0
        return known or lines_before(partition.names[0], partition.start, self.site.base)

    def _done(self, partition: Partition, found: Made, before: int) -> Done:
        problems = (moved(problem, before) for problem in found.problems)
        return Done(
            key=partition.key,
            rows=b"",
            problems=self.between.join(map(self.encode, problems)),
            scored=found.scored,
            failed=found.failed,
            warned=found.warned,
        )


@contextmanager
def client_of(scheduler: str | None, jobs: int) -> Iterator[Any]:
    """A client of the cluster of a scheduler, or of one on this machine that ends with it.

    Raises `UnreadableInputError` (E326) where no scheduler answers.
    """
    if scheduler is None:
        with (
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                host=HERE,
                dashboard_address=f"{HERE}:0",
                worker_dashboard_address=f"{HERE}:0",
                scheduler_kwargs={"dashboard": False},
            ) as cluster,
            Client(cluster) as client,  # type: ignore[no-untyped-call]
        ):
            yield client
        return
    try:
        client = Client(  # type: ignore[no-untyped-call]
            scheduler, timeout=SECONDS_TO_ANSWER
        )
    except (OSError, ValueError):
        raise UnreadableInputError(
            [Problem("E326", path="--scheduler", values={"name": scheduler})]
        ) from None
    with client:
        yield client
