"""The assessment for a terminal: six decisions, why, how sure, the core list.

The page is lines of text with styled parts; a pipe gets the text alone, a terminal gets it drawn by
rich. So rich is imported only where there are colours to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from svcmodel.render.columns import aligned
from svcmodel.render.report_types import CoreRow, Decision, Entry, Reason, Report
from svcmodel.render.words import Words

MAX_WIDTH = 110
INDENT = "  "
OPEN_SHOWN = 5
SECTIONS = (
    "channels",
    "constraints",
    "cautions",
    "tensions",
    "excluded",
    "obligations",
    "to_check",
)
HEADING = "bold cyan"
FIRST_TO_GO = ("range", "readiness", "lead")
"""Columns of the core list that are left out, one after another, where the page is too narrow."""


class Line(NamedTuple):
    """A line and its styles: from a column to a column, how."""

    text: str
    styles: tuple[tuple[int, int, str], ...] = ()


def terminal_text(report: Report, words: Words, *, width: int, colour: bool) -> str:
    """The report as text of at most `width` columns; escape codes only with `colour`."""
    lines = list(_lines(report, words, min(width, MAX_WIDTH)))
    return _drawn(lines) if colour else "\n".join(line.text.rstrip() for line in lines) + "\n"


def _drawn(lines: Iterable[Line]) -> str:
    """The lines with the escape codes of their styles."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=4 * MAX_WIDTH, force_terminal=True, color_system="standard")
    with console.capture() as captured:
        for line in lines:
            text = Text(line.text.rstrip())
            for start, end, style in line.styles:
                text.stylize(style, start, end)
            console.print(text, highlight=False, soft_wrap=True)
    return captured.get()


def _lines(report: Report, words: Words, width: int) -> Iterator[Line]:
    title = words("score.title", subject=report.subject)
    yield from _paragraph(title, width, bold=len(title))
    yield Line(words("score.on", date=report.on))
    yield from _heading(words("score.heading.decisions"))
    yield from _decisions(report.decisions, words, width)
    yield from _section("by_segment", report.by_segment, words, width)
    yield from _heading(words("score.heading.why"))
    for decision in report.decisions:
        yield from _why(decision, words, width)
    yield from _heading(words("score.heading.certainty"))
    yield from _certainty(report, width)
    yield from _heading(words("score.heading.core"))
    yield from _core(report.core, words, width)
    for section in SECTIONS:
        yield from _section(section, getattr(report, section), words, width)


def _section(key: str, entries: Sequence[Entry], words: Words, width: int) -> Iterator[Line]:
    """A heading and what stands below it; nothing where nothing does."""
    if entries:
        yield from _heading(words(f"score.heading.{key}"))
        for entry in entries:
            yield from _entry(entry, width)


def _heading(text: str) -> Iterator[Line]:
    yield Line("")
    yield Line(text, ((0, len(text), HEADING),))


def _paragraph(
    text: str, width: int, *, first: str = "", rest: str = "", bold: int = 0
) -> Iterator[Line]:
    """The lines of a text, the first `bold` characters of it in bold."""
    for number, line in enumerate(wrap(text, width, initial_indent=first, subsequent_indent=rest)):
        styles = ((len(first), len(first) + bold, "bold"),) if number == 0 and bold else ()
        yield Line(line, styles)


def _decisions(decisions: Sequence[Decision], words: Words, width: int) -> Iterator[Line]:
    column = max(len(decision.question) for decision in decisions) + 2
    for decision in decisions:
        extra = [words("score.baseline")] if decision.at_baseline else []
        if decision.also:
            extra.append(words("score.also", models=words.listed(list(decision.also))))
        if decision.first_phase:
            extra.append(words("score.first_phase", model=decision.first_phase))
        answer = f"{decision.answer} ({'; '.join(extra)})" if extra else decision.answer
        first = f"{INDENT}{decision.question:<{column}}"
        rest = " " * len(first)
        yield from _paragraph(answer, width, first=first, rest=rest, bold=len(decision.answer))


def _why(decision: Decision, words: Words, width: int) -> Iterator[Line]:
    head = f"{decision.layer}: {decision.answer}."
    text = f"{head} {decision.verdict} {decision.lead_in}".rstrip()
    yield from _paragraph(text, width, first=INDENT, rest=INDENT, bold=len(head))
    for reason in decision.reasons:
        yield from _reason(reason, words, width)


def _reason(reason: Reason, words: Words, width: int) -> Iterator[Line]:
    sign, style = ("+", "green") if reason.points >= 0 else ("−", "red")
    first = f"{INDENT * 2}{sign + words.number(abs(reason.points), 1):>5} "
    text = f"{reason.name} ({reason.level}). {reason.sentence}"
    lines = _paragraph(text, width, first=first, rest=" " * len(first))
    yield next(lines)._replace(styles=((0, len(first), style),))
    yield from lines


def _certainty(report: Report, width: int) -> Iterator[Line]:
    said = [*report.certainty]
    said += [f"? {q.name}: {q.text} ({q.remark})" for q in report.open_questions[:OPEN_SHOWN]]
    for line in said:
        yield from _paragraph(line, width, first=INDENT, rest=INDENT * 2)


def _core(rows: Sequence[CoreRow], words: Words, width: int) -> Iterator[Line]:
    columns = ["rank", "model", "layer", "score", "range", "lead", "readiness", "note"]
    lines = _core_lines(columns, rows, words)
    for column in FIRST_TO_GO:
        if max(map(len, lines)) > width:
            columns.remove(column)
            lines = _core_lines(columns, rows, words)
    yield Line(lines[0], ((0, len(lines[0]), "bold"),))
    for row, line in zip(rows, lines[1:], strict=True):
        yield Line(line, ((0, len(line), "bold"),) if row.chosen else ())


def _core_lines(columns: Sequence[str], rows: Sequence[CoreRow], words: Words) -> list[str]:
    head = [words(f"score.column.{column}") for column in columns]
    cells = [_cells(row, words) for row in rows]
    body = [[said[column] for column in columns] for said in cells]
    numeric = {n for n, name in enumerate(columns) if name in ("rank", "score", "range", "lead")}
    return [INDENT + line for line in aligned([head, *body], to_the_right=numeric)]


def _cells(row: CoreRow, words: Words) -> dict[str, str]:
    low, high = (words.number(end, 1) for end in row.range)
    return {
        "rank": row.rank,
        "model": row.name,
        "layer": row.layer,
        "score": words.number(row.score or 0, 1),
        "range": low if low == high else f"{low} – {high}",
        "lead": row.lead,
        "readiness": row.readiness,
        "note": row.note,
    }


def _entry(entry: Entry, width: int) -> Iterator[Line]:
    text = f"{entry.name}: {entry.text}" if entry.text else entry.name
    if entry.remark:
        text += f" → {entry.remark}"
    return _paragraph(text, width, first=INDENT, rest=INDENT * 2, bold=len(entry.name))
