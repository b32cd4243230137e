"""A record for a terminal: the figures, the groups, the cases that stay wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcmodel.domain.case_record import (
    FIGURES,
    GROUPINGS,
    CaseResult,
    Changes,
    Group,
    Record,
    RecordVersions,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.record_files import Unmet
from svcmodel.render.columns import aligned
from svcmodel.render.record_json import NOTES
from svcmodel.render.record_names import (
    HASH_SHOWN,
    figure_name,
    group_name,
    hits,
    interval,
    model_names,
    per_cent,
    share_of,
)
from svcmodel.render.words import Words

INDENT = "  "
ADVISED = 3
"""How many models of the list are named."""


def record_text(
    record: Record,
    catalogue: Catalogue,
    words: Words,
    changes: Changes | None = None,
    unmet: Sequence[Unmet] | None = None,
) -> str:
    """The record as lines of text; a section that has nothing to say is left out."""
    sections = [_head(record, words), _overall(record, words)]
    sections += [_groups(record, words), _wrong(record, catalogue, words)]
    if changes is not None:
        sections.append(_changes(record, changes, words))
    if unmet:
        sections.append(_floors(record, unmet, words))
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def made_from(made: RecordVersions, words: Words) -> str:
    """What a record was made with, in a line."""
    return words(
        "record.made_from",
        catalogue=made.catalogue,
        version=made.catalogue_version,
        hash=made.catalogue_hash[:HASH_SHOWN],
        program=made.program,
        day=made.on,
    )


def _head(record: Record, words: Words) -> Iterator[str]:
    yield words("record.title", cases=len(record.results), counted=record.overall.cases)
    yield made_from(record.versions, words)
    yield from (words(f"record.note.{note}") for note in NOTES)


def _overall(record: Record, words: Words) -> list[str]:
    rows = [("", *(words(f"record.column.{column}") for column in ("hits", "share", "interval")))]
    for figure in FIGURES:
        share = record.overall.figures[figure]
        part = share_of(share)
        told = "" if part is None else f"{words.number(per_cent(part), 1)} %"
        rows.append((figure_name(figure, words), hits(share), told, interval(share)))
    return aligned(rows, to_the_right=(1, 2, 3))


def _groups(record: Record, words: Words) -> Iterator[str]:
    """A table of all kinds of groups, so that their columns stand under each other."""
    head = ("", *(words(f"record.column.{column}") for column in ("cases", *FIGURES)))
    rows: list[tuple[str, ...]] = [head]
    for by in GROUPINGS[1:]:
        rows.append((words(f"record.by.{by}"), *[""] * (len(head) - 1)))
        rows += [_row(record, group, words) for group in record.groups if group.by == by]
    yield from aligned(rows, to_the_right=(1,))


def _row(record: Record, group: Group, words: Words) -> tuple[str, ...]:
    shares = [group.figures[figure] for figure in FIGURES]
    told = (f"{hits(share)} {interval(share)}" if share.of else "" for share in shares)
    name = group_name(record, group.by, group.of, words)
    return INDENT + name, str(group.cases), *told


def _wrong(record: Record, catalogue: Catalogue, words: Words) -> Iterator[str]:
    wrong = record.wrong
    yield words("record.wrong.heading", wrong=len(wrong), cases=len(record.results))
    yield words("record.wrong.what")
    for result in wrong:
        case = result.case
        about = (case.sector.to(words.lang), case.country.to(words.lang), case.year)
        yield f"{case.id}: {', '.join(part for part in about if part)}"
        yield from (INDENT + line for line in told_of(result, catalogue, words))
        yield f"{INDENT}{case.organisation}: {case.links[0]}"


def told_of(result: CaseResult, catalogue: Catalogue, words: Words) -> Iterator[str]:
    """What is documented for a case and what was advised, one line each."""
    case = result.case

    def said(what: str, models: Sequence[str], **more: object) -> str:
        names = model_names(catalogue, models, words)
        return words(f"record.wrong.{what}", models=names, **more)

    if result.counts:
        yield said("documented", case.chosen, place=result.place)
    if case.acceptable:
        yield said("acceptable", case.acceptable)
    if case.failed:
        yield said("failed", case.failed)
    yield said("first", result.order[:ADVISED])
    yield said("design", result.parts)
    if result.failures:
        yield said("recommended", result.failures)
    if result.failed_beside:
        yield said("beside", result.failed_beside)


def _changes(record: Record, changes: Changes, words: Words) -> Iterator[str]:
    yield words("record.changes.heading")
    if not changes.figures and not changes.cases:
        yield words("record.changes.none")
    rows = [
        (
            INDENT + words(f"record.changes.{'rose' if move.rose else 'fell'}"),
            figure_name(move.figure, words),
            group_name(record, move.by, move.of, words),
            f"{move.before[0]}/{move.before[1]}",
            hits(move.after),
        )
        for move in changes.figures
    ]
    yield from aligned(rows, to_the_right=(3, 4))
    for how, right in (("right", True), ("wrong", False)):
        cases = [turn.case for turn in changes.cases if turn.right_now == right]
        if cases:
            yield INDENT + words(f"record.changes.{how}", cases=", ".join(cases))


def _floors(record: Record, unmet: Sequence[Unmet], words: Words) -> Iterator[str]:
    yield words("record.floors.heading")
    for floor, got in unmet:
        part = share_of(got)
        told = "0/0" if part is None else f"{hits(got)}, {words.number(per_cent(part), 1)} %"
        for side, bound in (("least", floor.at_least), ("most", floor.at_most)):
            if bound is not None:
                yield INDENT + words(
                    f"record.floors.{side}",
                    figure=figure_name(floor.figure, words),
                    group=group_name(record, floor.by, floor.of, words),
                    got=told,
                    bound=words.number(bound, 1),
                )
