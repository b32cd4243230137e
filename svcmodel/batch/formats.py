"""The formats a batch is written in: how rows are kept while it runs, and how the file is finished.

Comma-separated text and JSON lines are finished as they stand. The others are kept in a form that can
be added to and cut off, and are turned into their file at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from svcmodel.batch.columns import Layout
from svcmodel.batch.outcomes import STDOUT
from svcmodel.batch.row_text import CsvText, JsonLines
from svcmodel.errors import Problem, WrongUseError

EXTRAS = {"columnar": ("numpy", "pyarrow"), "office": ("xlsxwriter",), "cluster": ("distributed",)}
"""The packages that each extra installs, by the names they are imported by."""

Finish = Callable[[Path, Path, Layout], None]
"""Turns the file rows were kept in into the file asked for."""


class Format(NamedTuple):
    """A format: what encodes its rows, what finishes its file, and the extra it needs."""

    encoder: Callable[[Layout], Any]
    finish: Finish | None = None
    extra: str = ""


def _arrow(layout: Layout) -> Any:
    from svcmodel.batch.arrow_rows import ArrowStreams  # needs pyarrow

    return ArrowStreams(layout)


def _parquet(kept: Path, target: Path, layout: Layout) -> None:
    from svcmodel.batch.arrow_rows import write_parquet

    write_parquet(kept, target, layout)


def _values(layout: Layout) -> Any:
    from svcmodel.batch.row_sheets import RowValues

    return RowValues(layout)


def _workbook(kept: Path, target: Path, layout: Layout) -> None:
    from svcmodel.batch.row_sheets import write_workbook  # needs XlsxWriter

    write_workbook(kept, target, layout)


FORMATS = {
    "csv": Format(CsvText),
    "jsonl": Format(JsonLines),
    "parquet": Format(_arrow, _parquet, "columnar"),
    "xlsx": Format(_values, _workbook, "office"),
}
"""The formats by the ending of the file."""


def format_of(output: str) -> str:
    """The format of a file by its name; JSON lines for standard output.

    Raises `WrongUseError` (E304) for an ending that is not known.
    """
    name = "jsonl" if output == STDOUT else PurePath(output).suffix.lower().removeprefix(".")
    if name not in FORMATS:
        known = ", ".join(f".{each}" for each in FORMATS)
        values = {"name": f".{name}" if name else output, "known": known}
        raise WrongUseError([Problem("E304", path="--output", values=values)])
    return name


def encoder_of(name: str) -> Callable[[Layout], Any]:
    """What encodes the rows of a format."""
    return FORMATS[name].encoder


def need(*extras: str) -> None:
    """Raise `WrongUseError` (E320) where what an extra installs is missing."""
    missing = [extra for extra in extras if extra and not is_there(extra)]
    if missing:
        values = [{"packages": ", ".join(EXTRAS[extra]), "extra": extra} for extra in missing]
        raise WrongUseError([Problem("E320", values=each) for each in values])


def is_there(extra: str) -> bool:
    """Whether everything an extra installs can be imported."""
    return all(find_spec(name) is not None for name in EXTRAS[extra])
