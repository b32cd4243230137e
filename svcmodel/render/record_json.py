"""A record as JSON: what `catalogue test --against` reads again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from svcmodel.domain.case_record import (
    FIGURES,
    ON_SCORES,
    CaseResult,
    Changes,
    Group,
    Record,
    Share,
)
from svcmodel.domain.record_files import Unmet
from svcmodel.render.record_names import figure_name, group_name, per_cent, share_of
from svcmodel.render.words import Words

FORMAT = "svcmodel/record/1"
NOTES = ("scores", "list", "reference", "design", "failures", "interval")


def record_json(
    record: Record,
    words: Words,
    changes: Changes | None = None,
    unmet: Sequence[Unmet] | None = None,
) -> str:
    """The whole record; shares and intervals in per cent."""
    data = {
        "format": FORMAT,
        "versions": _versions(record),
        "notes": [words(f"record.note.{note}") for note in NOTES],
        "figures": {
            figure: {
                "on": "scores" if figure in ON_SCORES else "design",
                "what": figure_name(figure, words),
            }
            for figure in FIGURES
        },
        "groups": [_group(record, group, words) for group in record.groups],
        "cases": [_case(result) for result in record.results],
        "changes": None if changes is None else _changes(changes),
        "floors": None if unmet is None else [_unmet(each) for each in unmet],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _versions(record: Record) -> dict[str, Any]:
    made = record.versions
    return {
        "program": made.program,
        "catalogue": {
            "id": made.catalogue,
            "version": made.catalogue_version,
            "hash": made.catalogue_hash,
        },
        "cases": {
            "hash": made.cases_hash,
            "number": len(record.results),
            "counted": record.overall.cases,
        },
        "on": made.on,
    }


def _group(record: Record, group: Group, words: Words) -> dict[str, Any]:
    return {
        "by": group.by,
        "of": group.of,
        "name": group_name(record, group.by, group.of, words),
        "cases": group.cases,
        "figures": {figure: _share(share) for figure, share in group.figures.items()},
    }


def _share(share: Share) -> dict[str, Any]:
    part = share_of(share)
    return {
        "hits": share.hits,
        "of": share.of,
        "share": None if part is None else per_cent(part),
        "low": per_cent(share.low),
        "high": per_cent(share.high),
    }


def _case(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "case": case.id,
        "counts": result.counts,
        "failure": case.failure,
        "stays_wrong": result.stays_wrong,
        "documented": list(case.chosen),
        "acceptable": list(case.acceptable),
        "failed_before": list(case.failed),
        "list": list(result.order),
        "place": result.place if result.counts else None,
        "design": dict(result.chosen),
        "beside": [part for part in result.parts if part not in result.chosen.values()],
        "failures": list(result.failures),
        "failed_beside": list(result.failed_beside),
        "organisation": case.organisation,
        "links": list(case.links),
    }


def _changes(changes: Changes) -> dict[str, Any]:
    return {
        "figures": [
            {
                "by": move.by,
                "of": move.of,
                "figure": move.figure,
                "direction": "rose" if move.rose else "fell",
                "before": list(move.before),
                "after": [move.after.hits, move.after.of],
            }
            for move in changes.figures
        ],
        "cases": [{"case": turn.case, "right_now": turn.right_now} for turn in changes.cases],
    }


def _unmet(unmet: Unmet) -> dict[str, Any]:
    floor, got = unmet
    return {
        "figure": floor.figure,
        "by": floor.by,
        "of": floor.of,
        "at_least": floor.at_least,
        "at_most": floor.at_most,
        "got": _share(got),
    }
