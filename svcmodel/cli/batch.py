"""`svcmodel batch`: many sheets in, one row each out."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path, PurePath

import typer

from svcmodel import __version__
from svcmodel.batch.formats import FORMATS, format_of, need
from svcmodel.batch.journal import Journal, Stream
from svcmodel.batch.outcomes import STDOUT, Counts
from svcmodel.batch.pieces import named_files, pieces
from svcmodel.batch.processes import Processes
from svcmodel.batch.run import Batch, Engine, InPlace, Interrupted, TooManyError
from svcmodel.batch.sheets import Setup
from svcmodel.batch.standard_output import StandardOutput
from svcmodel.batch.worker import Order, Worker, mark_of
from svcmodel.cli.batch_cluster import Course, Place, on_cluster
from svcmodel.cli.batch_options import (
    Columns,
    EngineName,
    EngineOption,
    Errors,
    ErrorsForm,
    ErrorsFormat,
    FailOn,
    FailOnOption,
    Jobs,
    MaxErrors,
    Output,
    Paths,
    PlanFormatOption,
    PlanKind,
    PlansFolder,
    Resume,
    Scheduler,
)
from svcmodel.cli.batch_progress import Progress
from svcmodel.cli.console import choose_language, expected_errors, say, say_problems, words
from svcmodel.cli.inputs import the_day
from svcmodel.cli.options import CatalogueOption, DateOption, WeightsOption
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.problem_formats import ProblemFormat, frame_of
from svcmodel.sources.answer_files import load_weights
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.strict_yaml import HAS_C_PARSER

WITH_PLANS = (2, 1 << 13)
"""How many files, or bytes of a long one, make a piece of work where each sheet gets a plan."""
BY_SUFFIX: dict[str, ProblemFormat] = {".jsonl": "jsonl", ".sarif": "sarif", ".json": "sarif"}
"""How problems are written by the ending of their file, unless it is said."""


@dataclass
class Wanted:
    """What the person asked for, beside what the workers need to know."""

    paths: list[str]
    output: str
    errors: str | None
    jobs: int
    resume: bool
    fail_on: FailOn
    max_errors: int | None
    engine: EngineName
    scheduler: str | None


def batch(
    paths: Paths,
    output: Output = STDOUT,
    columns: Columns = "",
    plans: PlansFolder = None,
    plan_format: PlanFormatOption = PlanKind.html,
    jobs: Jobs = 0,
    resume: Resume = False,
    errors: Errors = None,
    errors_format: ErrorsForm = None,
    fail_on: FailOnOption = FailOn.error,
    max_errors: MaxErrors = None,
    engine: EngineOption = EngineName.local,
    scheduler: Scheduler = None,
    catalogue: CatalogueOption = None,
    weights: WeightsOption = None,
    date: DateOption = None,
) -> None:
    """Score many files or rows: one row a sheet; bad sheets never stop the rest."""
    wanted = Wanted(paths, output, errors, jobs, resume, fail_on, max_errors, engine, scheduler)
    with expected_errors():
        form = _problem_format(errors, errors_format)
        order = _order(output, columns, form, catalogue, weights, date)
        _check_apart(wanted)
        if plans is not None:
            order = _with_plans(order, wanted, plans, plan_format, catalogue)
        if scheduler is not None and engine is not EngineName.dask:
            raise WrongUseError([Problem("E328", path="--scheduler")])
        if not HAS_C_PARSER:
            say_problems([Problem("W202", severity="warning")])
        counts = _run(wanted, order)
    failed = counts.failed + (counts.warned if fail_on is FailOn.warning else 0)
    if failed and fail_on is not FailOn.never:
        raise typer.Exit(1)


def _check_apart(wanted: Wanted) -> None:
    """Raise `WrongUseError` (E325) where a file would be written over an input or another output."""
    taken = {os.path.realpath(path): path for path in wanted.paths if path != STDOUT}
    for option, name in (("--output", wanted.output), ("--errors", wanted.errors)):
        if not name or name == STDOUT:
            continue
        place = os.path.realpath(name)
        if place in taken and not Path(name).is_dir():
            raise WrongUseError([Problem("E325", path=option, values={"name": name})])
        taken[place] = name


def _with_plans(
    order: Order, wanted: Wanted, folder: Path, kind: PlanKind, catalogue: Path | None
) -> Order:
    """The same with a plan for each sheet. Raises `WrongUseError` (E329) for plans on a cluster."""
    if wanted.engine is not EngineName.local:
        raise WrongUseError([Problem("E329", path="--plans")])
    from svcmodel.cli.batch_plans import plans_into  # what writes documents takes long to load

    planner = plans_into(folder, kind, order.setup.catalogue, catalogue)
    return replace(order, planner=planner)


def _problem_format(errors: str | None, asked: ErrorsFormat | None) -> ProblemFormat:
    if asked is not None:
        return asked.value
    return BY_SUFFIX.get(PurePath(errors or "").suffix.lower(), "text")


def _order(
    output: str,
    columns: str,
    problems: ProblemFormat,
    folder: Path | None,
    weights: Path | None,
    day: str | None,
) -> Order:
    """What every worker has to know. Raises the errors of loading, and of wrong use."""
    format_ = format_of(output)
    need(FORMATS[format_].extra)
    catalogue = load_catalogue(folder)
    setup = Setup(
        catalogue=catalogue,
        today=the_day(None, None),
        day=the_day(day, None) if day else "",
        weights=load_weights(weights, catalogue) if weights else None,
    )
    return Order(setup, columns, format_, problems, choose_language(), __version__)


def _run(wanted: Wanted, order: Order) -> Counts:
    begun = time.monotonic()
    worker = Worker(order)
    gc.freeze()  # what is there for good is not looked through again, nor copied by processes
    if wanted.engine is EngineName.dask:
        place = Place(
            wanted.paths,
            wanted.output,
            wanted.errors,
            wanted.scheduler,
            wanted.jobs,
            wanted.resume,
        )
        way = on_cluster(place, order, _say_written)
    else:
        way = _here(wanted, order, worker)
    with way as course, Progress(wanted.paths) as progress:
        run = Batch(*course, wanted.max_errors, progress.tell)
        counts = _carried_out(run, wanted, order, worker)
    spoken = words(choose_language())
    seconds = spoken.number(time.monotonic() - begun, 1)
    say(spoken("cli.batch_done", **counts._asdict(), seconds=seconds))
    return counts


@contextmanager
def _here(wanted: Wanted, order: Order, worker: Worker) -> Iterator[Course]:
    """What there is to do in processes of this machine."""
    sink = _sink(wanted, order, worker)
    files = named_files(wanted.paths, [wanted.output, wanted.errors or ""])
    source = pieces(files, *(() if order.planner is None else WITH_PLANS))
    first = list(islice(source, 2))
    engine = _engine(wanted.jobs, order, worker, few=len(first) < 2)
    yield Course(chain(first, source), engine, sink)


def _carried_out(run: Batch, wanted: Wanted, order: Order, worker: Worker) -> Counts:
    """Run it to its end; where it does not come to it, what is whole is kept and said."""
    try:
        counts, went_on = run.run(resume=wanted.resume)
        finish = FORMATS[order.format].finish
        run.sink.finish(None if finish is None else lambda a, b: finish(a, b, worker.layout))
    except TooManyError:
        run.sink.leave()
        values = {"limit": str(wanted.max_errors)}
        say_problems([Problem("E323", values=values)])
        raise typer.Exit(1) from None
    except (Interrupted, KeyboardInterrupt) as end:
        run.sink.leave()
        spoken = words(choose_language())
        left = "batch_stopped" if wanted.output == STDOUT else "batch_left"
        say(spoken(f"cli.{left}", scored=spoken.number(run.counts.scored)))
        raise typer.Exit(128 + getattr(end, "number", 2)) from None
    except BaseException:
        run.sink.leave()
        raise
    if went_on:
        say(words(choose_language())("cli.batch_resumed"))
    return counts


def _sink(wanted: Wanted, order: Order, worker: Worker) -> Journal | StandardOutput:
    """Where rows and problems go. Raises `WrongUseError` (E304) for going on with no file."""
    frame = frame_of(order.problems, order.program)
    problems = Stream(wanted.errors, frame.before) if wanted.errors else None
    if wanted.output == STDOUT:
        if wanted.resume:
            values = {"name": STDOUT, "known": ", ".join(f".{each}" for each in FORMATS)}
            raise WrongUseError([Problem("E304", path="--resume", values=values)])
        return StandardOutput(sys.stdout.buffer, problems, frame, _say_written)
    rows = Stream(wanted.output, worker.encoder.head)
    return Journal(rows, problems, frame, _say_written, mark_of(order))


def _say_written(problems: bytes) -> None:
    """Problems as they are written, on standard error."""
    sys.stderr.buffer.write(problems)
    sys.stderr.flush()


def _engine(jobs: int, order: Order, worker: Worker, *, few: bool) -> Engine:
    """What does the work: this process where there is one piece, else as many as asked for."""
    count = jobs or len(os.sched_getaffinity(0))
    return InPlace(worker) if count == 1 or few else Processes(order, worker, count)
