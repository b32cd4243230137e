"""`svcmodel batch --engine dask`: where the pieces, the work and the output are then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from svcmodel.batch.formats import need
from svcmodel.batch.journal import Stream
from svcmodel.batch.partitions import AWAY, partitions
from svcmodel.batch.run import Engine, Sink, Work
from svcmodel.batch.worker import Order, mark_of
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.problem_formats import frame_of, problem_encoder
from svcmodel.sources.words_files import load_words

KINDS = ("csv", "jsonl", "parquet")
"""The formats whose files can be written in parts."""


class Course(NamedTuple):
    """What there is to do, who does it, and where it goes."""

    pieces: Iterator[Work]
    engine: Engine
    sink: Sink


class Place(NamedTuple):
    """What is asked of a run on a cluster. `errors`: the file of problems."""

    paths: list[str]
    output: str
    errors: str | None
    scheduler: str | None
    jobs: int
    resume: bool


@contextmanager
def on_cluster(place: Place, order: Order, say: Callable[[bytes], None]) -> Iterator[Course]:
    """A cluster that is ready. Raises the errors of wrong use before anything is begun."""
    need("cluster", "columnar")
    if order.format not in KINDS or place.output == "-":
        known = ", ".join(f".{each}" for each in KINDS)
        values = {"name": place.output, "known": known}
        raise WrongUseError([Problem("E304", path="--output", values=values)])
    from svcmodel.batch.cluster import Cluster, client_of
    from svcmodel.batch.partition_folder import PartitionFolder
    from svcmodel.batch.partition_work import Site

    folder = place.output if AWAY in place.output else os.path.realpath(place.output)
    frame = frame_of(order.problems, order.program)
    problems = Stream(place.errors, frame.before) if place.errors else None
    sink = PartitionFolder(folder, order.format, problems, frame, say, mark_of(order))
    sink.check(resume=place.resume)
    encode = problem_encoder(order.problems, load_words("problems"), order.lang)
    jobs = place.jobs or len(os.sched_getaffinity(0))
    with client_of(place.scheduler, jobs) as client:
        engine = Cluster(client, order, Site(folder, str(Path.cwd())), encode)
        yield Course(partitions(place.paths, [place.errors or ""], folder), engine, sink)
