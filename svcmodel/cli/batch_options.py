"""The options of `svcmodel batch`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ErrorsFormat(StrEnum):
    """How problems are written."""

    text = "text"
    jsonl = "jsonl"
    sarif = "sarif"
    github = "github"


class FailOn(StrEnum):
    """What makes the batch end with 1."""

    error = "error"
    warning = "warning"
    never = "never"


class EngineName(StrEnum):
    """What does the work."""

    local = "local"
    dask = "dask"


class PlanKind(StrEnum):
    """What a plan is written as."""

    html = "html"
    md = "md"
    json = "json"
    pdf = "pdf"
    docx = "docx"
    xlsx = "xlsx"


Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files, folders, patterns; - for stdin.")
]
Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="OUT.csv, .jsonl, .parquet, .xlsx; - for JSON lines.",
        show_default=False,
    ),
]
Columns = Annotated[
    str, typer.Option("--columns", metavar="NAMES", help="Columns, groups of them; +NAMES adds.")
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", metavar="N", min=0, help="How many processes; else every core."),
]
Errors = Annotated[
    str | None,
    typer.Option("--errors", metavar="FILE", help="Problems go there: .txt, .jsonl, .sarif."),
]
ErrorsForm = Annotated[
    ErrorsFormat | None,
    typer.Option("--errors-format", hidden=True, help="Else by the ending of FILE."),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        metavar="WHAT",
        help="What ends it with 1: error (as usual), warning, never.",
        show_default=False,
    ),
]
MaxErrors = Annotated[
    int | None,
    typer.Option("--max-errors", metavar="N", min=0, help="Stop when more than N have failed."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where the same command was stopped.")]
PlansFolder = Annotated[
    Path | None, typer.Option("--plans", metavar="DIR", help="Write a plan for each sheet there.")
]
PlanFormatOption = Annotated[
    PlanKind,
    typer.Option("--plan-format", metavar="KIND", help="html, md, json, pdf, docx or xlsx."),
]
EngineOption = Annotated[
    EngineName,
    typer.Option("--engine", hidden=True, help="local: processes here; dask: a cluster."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler", metavar="ADDRESS", hidden=True, help="Of a Dask cluster; else one here."
    ),
]
