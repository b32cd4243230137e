"""The assessment for a terminal: six decisions, why, how sure, the core list.

Long texts are wrapped here, since a console that measures every word of a page takes as long as
scoring the company; tables and styles are rich's.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from svcmodel.render.report import CoreRow, Decision, Entry, Reason, Report
from svcmodel.render.words import Words

MAX_WIDTH = 110
INDENT = "  "
OPEN_SHOWN = 5
SECTIONS = ("channels", "constraints", "cautions", "tensions", "excluded", "obligations")


def terminal_text(report: Report, words: Words, *, width: int, colour: bool) -> str:
    """The report as text of at most `width` columns; escape codes only with `colour`."""
    console = Console(
        width=min(width, MAX_WIDTH),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
    )
    with console.capture() as captured:
        for part in _parts(report, words, console.width):
            console.print(part)
    lines = (line.rstrip() for line in captured.get().splitlines())
    return "\n".join(lines).strip("\n") + "\n"


def _parts(report: Report, words: Words, width: int) -> Iterator[RenderableType]:
    yield from _paragraph(words("score.title", subject=report.subject), width, style="bold")
    yield Text(words("score.on", date=report.on), style="dim")
    yield _heading(words("score.heading.decisions"))
    yield _indented(_decisions(report.decisions, words))
    yield _heading(words("score.heading.why"))
    for decision in report.decisions:
        yield from _why(decision, words, width)
    yield _heading(words("score.heading.certainty"))
    yield from _certainty(report, width)
    yield _heading(words("score.heading.core"))
    yield _indented(_core(report.core, words))
    for section in SECTIONS:
        entries: tuple[Entry, ...] = getattr(report, section)
        if entries:
            yield _heading(words(f"score.heading.{section}"))
            for entry in entries:
                yield from _entry(entry, width)


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold cyan")


def _indented(table: Table) -> RenderableType:
    return Padding(table, (0, 0, 0, len(INDENT)))


def _paragraph(
    text: str, width: int, *, first: str = "", rest: str = "", bold: int = 0, style: str = ""
) -> Iterator[Text]:
    """The lines of a text, the first `bold` characters of it in bold."""
    lines = wrap(text, width, initial_indent=first, subsequent_indent=rest)
    for number, line in enumerate(lines):
        shown = Text(line, style=style)
        if number == 0 and bold:
            shown.stylize("bold", len(first), len(first) + bold)
        yield shown


def _decisions(decisions: tuple[Decision, ...], words: Words) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for decision in decisions:
        answer = Text(decision.answer, style="bold")
        extra = [words("score.baseline")] if decision.at_baseline else []
        if decision.also:
            extra.append(words("score.also", models=words.listed(list(decision.also))))
        if decision.first_phase:
            extra.append(words("score.first_phase", model=decision.first_phase))
        if extra:
            answer.append(f" ({'; '.join(extra)})", style="not bold dim")
        table.add_row(decision.question, answer)
    return table


def _why(decision: Decision, words: Words, width: int) -> Iterator[Text]:
    head = f"{decision.layer}: {decision.answer}."
    text = f"{head} {decision.verdict}"
    yield from _paragraph(text, width, first=INDENT, rest=INDENT, bold=len(head))
    for reason in decision.reasons:
        yield from _reason(reason, words, width)


def _reason(reason: Reason, words: Words, width: int) -> Iterator[Text]:
    sign = "+" if reason.points >= 0 else "−"
    amount = f"{sign}{words.number(abs(reason.points), 1)}"
    first = f"{INDENT * 2}{amount:>5} "
    text = f"{reason.name} ({reason.level}). {reason.sentence}"
    lines = _paragraph(text, width, first=first, rest=" " * len(first))
    for number, line in enumerate(lines):
        if number == 0:
            line.stylize("green" if reason.points >= 0 else "red", 0, len(first))
        yield line


def _certainty(report: Report, width: int) -> Iterator[Text]:
    said = [*report.certainty]
    said += [f"? {q.name}: {q.text} ({q.remark})" for q in report.open_questions[:OPEN_SHOWN]]
    for line in said:
        yield from _paragraph(line, width, first=INDENT, rest=INDENT * 2)


def _core(rows: tuple[CoreRow, ...], words: Words) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for key in ("rank", "model", "layer", "score", "range", "lead", "readiness", "note"):
        numeric = key in ("rank", "score", "range", "lead")
        table.add_column(words(f"score.column.{key}"), justify="right" if numeric else "left")
    for row in rows:
        low, high = (words.number(end, 1) for end in row.range)
        table.add_row(
            row.rank,
            row.name,
            row.layer,
            words.number(row.score or 0, 1),
            low if low == high else f"{low} – {high}",
            row.lead,
            row.readiness,
            row.note,
            style="bold" if row.chosen else "",
        )
    return table


def _entry(entry: Entry, width: int) -> Iterator[Text]:
    text = f"{entry.name}: {entry.text}" if entry.text else entry.name
    if entry.remark:
        text += f" → {entry.remark}"
    return _paragraph(text, width, first=INDENT, rest=INDENT * 2, bold=len(entry.name))
