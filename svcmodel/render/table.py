"""The assessment for a terminal: six decisions, why, how sure, the core list."""

from __future__ import annotations

from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from svcmodel.render.report import CoreRow, Decision, Entry, Reason, Report
from svcmodel.render.words import Words

MAX_WIDTH = 110
OPEN_SHOWN = 5


def terminal_text(report: Report, words: Words, *, width: int, colour: bool) -> str:
    """The report as text of at most `width` columns; escape codes only with `colour`."""
    console = Console(
        file=StringIO(),
        width=min(width, MAX_WIDTH),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as captured:
        console.print(_document(report, words))
    lines = (line.rstrip() for line in captured.get().splitlines())
    return "\n".join(lines).strip("\n") + "\n"


def _document(report: Report, words: Words) -> RenderableType:
    title = Text(words("score.title", subject=report.subject), style="bold")
    parts: list[RenderableType] = [title, Text(words("score.on", date=report.on), style="dim")]
    parts += _section(words("score.heading.decisions"), _decisions(report.decisions, words))
    parts += _section(words("score.heading.why"), _why(report.decisions, words))
    parts += _section(words("score.heading.certainty"), _certainty(report))
    parts += _section(words("score.heading.core"), _core(report.core, words))
    for heading in ("channels", "constraints", "cautions", "tensions", "excluded", "obligations"):
        entries: tuple[Entry, ...] = getattr(report, heading)
        if entries:
            parts += _section(words(f"score.heading.{heading}"), _entries(entries))
    return Group(*parts)


def _section(heading: str, body: RenderableType) -> list[RenderableType]:
    return [Text(""), Text(heading, style="bold cyan"), Padding(body, (0, 0, 0, 2))]


def _decisions(decisions: tuple[Decision, ...], words: Words) -> RenderableType:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for decision in decisions:
        answer = Text(decision.answer, style="bold")
        extra = []
        if decision.at_baseline:
            extra.append(words("score.baseline"))
        if decision.also:
            extra.append(words("score.also", models=words.listed(list(decision.also))))
        if decision.first_phase:
            extra.append(words("score.first_phase", model=decision.first_phase))
        if extra:
            answer.append(f" ({'; '.join(extra)})", style="dim")
        table.add_row(decision.question, answer)
    return table


def _why(decisions: tuple[Decision, ...], words: Words) -> RenderableType:
    blocks: list[RenderableType] = []
    for decision in decisions:
        head = Text(f"{decision.layer}: {decision.answer}. ", style="bold")
        head.append(Text(decision.verdict, style="not bold"))
        blocks.append(head)
        blocks += [_reason(reason, words) for reason in decision.reasons]
    return Group(*blocks)


def _reason(reason: Reason, words: Words) -> RenderableType:
    sign = "+" if reason.points >= 0 else "−"
    amount = f"{sign}{words.number(abs(reason.points), 1)}"
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=5, justify="right")
    grid.add_column()
    line = Text(f"{reason.name} ({reason.level}). ")
    line.append(reason.sentence, style="dim")
    grid.add_row(Text(amount, style="green" if reason.points >= 0 else "red"), line)
    return Padding(grid, (0, 0, 0, 2))


def _certainty(report: Report) -> RenderableType:
    lines: list[RenderableType] = [Text(line) for line in report.certainty]
    lines += [
        Text(f"? {entry.name}: {entry.text} ({entry.remark})")
        for entry in report.open_questions[:OPEN_SHOWN]
    ]
    return Group(*lines)


def _core(rows: tuple[CoreRow, ...], words: Words) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for key, side in (
        ("rank", "right"),
        ("model", "left"),
        ("layer", "left"),
        ("score", "right"),
        ("range", "right"),
        ("lead", "right"),
        ("readiness", "left"),
        ("note", "left"),
    ):
        table.add_column(words(f"score.column.{key}"), justify=side)  # type: ignore[arg-type]
    for row in rows:
        low, high = (words.number(end, 1) for end in row.range)
        cells = (
            row.rank,
            row.name,
            row.layer,
            words.number(row.score or 0, 1),
            low if low == high else f"{low} – {high}",
            row.lead,
            row.readiness,
            row.note,
        )
        table.add_row(*cells, style="bold" if row.chosen else "")
    return table


def _entries(entries: tuple[Entry, ...]) -> RenderableType:
    blocks: list[RenderableType] = []
    for entry in entries:
        line = Text(entry.name, style="bold")
        line.append(f": {entry.text}" if entry.text else "", style="not bold")
        if entry.remark:
            line.append(f" → {entry.remark}", style="not bold dim")
        blocks.append(line)
    return Group(*blocks)
