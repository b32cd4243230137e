"""What a batch says of one sheet: a row, whole numbers inside, whatever it is written as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Coverage, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.scoring.decide import Decided


class Row(NamedTuple):
    """The result of one sheet.

    `chosen`: the model of each layer, in the order of the catalogue. `core`: the core models as they
    are listed, the best first. `scores`, `lows`, `highs` (millionths of a point) and `ranks` (None for
    an excluded one): of the core models in the order of the catalogue. `share`: of coverage, in
    millionths. `hash`: of the sheet. `more`: the columns that were asked for beside these. `plan`: the name
    of the file of its plan.
    """

    subject: str
    on: str
    questionnaire: str
    hash: str
    chosen: tuple[str, ...]
    core: tuple[str, ...]
    excluded: tuple[str, ...]
    share: int
    answered: int
    scores: tuple[int, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    ranks: tuple[int | None, ...]
    more: Mapping[str, Any] = {}
    plan: str = ""


NO_ROW = Row("", "", "", "", (), (), (), 0, 0, (), (), (), ())
"""A row of nothing."""


def row_of(
    catalogue: Catalogue, sheet: AnswerSheet, decided: Decided, coverage: Coverage, on: str
) -> Row:
    """The row of a sheet that was decided in full."""
    by_id = {result.id: result for result in decided.results}
    core = [by_id[model.id] for model in catalogue.models.values() if model.core]
    return Row(
        subject=sheet.subject,
        on=on,
        questionnaire=sheet.questionnaire,
        hash=sheet.hash,
        chosen=tuple(choice.chosen for choice in decided.design.layers.values()),
        core=tuple(result.id for result in decided.results if result.core),
        excluded=_excluded(catalogue, by_id),
        share=coverage.share,
        answered=coverage.answered,
        scores=tuple(result.micro for result in core),
        lows=tuple(result.range[0] for result in core),
        highs=tuple(result.range[1] for result in core),
        ranks=tuple(result.rank for result in core),
    )


def _excluded(catalogue: Catalogue, by_id: Mapping[str, ModelResult]) -> tuple[str, ...]:
    return tuple(id_ for id_ in catalogue.models if by_id[id_].status == "excluded")


def core_models(catalogue: Catalogue) -> Sequence[str]:
    """The core models, in the order of the catalogue."""
    return tuple(model.id for model in catalogue.models.values() if model.core)
