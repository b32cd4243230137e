"""What hangs on each dispute: the design if one is right, and if another is, all else as merged.

Nothing is estimated. For each position the sheets are merged again as if everyone had taken it, and
the result is scored. What changes the design comes first, then what moves a lead most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.merging import (
    Disagreements,
    Dispute,
    DisputeEffect,
    MergedSheets,
    Position,
    Scenario,
    Voice,
)
from svcmodel.errors import WrongUseError
from svcmodel.scoring.decide import decide
from svcmodel.scoring.merge import merge_sheets
from svcmodel.scoring.merge_answers import Bank
from svcmodel.scoring.segment_sheets import sheet_of


def disagreements(
    catalogue: Catalogue, bank: Bank, voices: Sequence[Voice], merged: MergedSheets, on: str
) -> Disagreements:
    """The disputes of a merge with their effects on the day `on`, the weightiest first.

    Where the constraints together leave no coherent design, all is scored without any.
    """
    judge = _Judge(catalogue, bank, tuple(voices), on, bound=True)
    without = judge.scenario(merged.sheet, Position((), "")).chosen == {}
    judge = replace(judge, bound=not without)
    effects = [judge.effect(dispute) for dispute in merged.disputes]
    return Disagreements(tuple(sorted(effects, key=_order)), without)


def _order(effect: DisputeEffect) -> tuple[int, bool, int, str, str]:
    dispute = effect.dispute
    return -len(effect.turned), not effect.channels_turn, -effect.moved, dispute.segment, dispute.id


@dataclass(frozen=True)
class _Judge:
    """Scores the merged sheet as it would be if a position were right."""

    catalogue: Catalogue
    bank: Bank
    voices: tuple[Voice, ...]
    on: str
    bound: bool

    def effect(self, dispute: Dispute) -> DisputeEffect:
        scenarios = tuple(
            self.scenario(self.settled(dispute, position), position)
            for position in dispute.positions
        )
        layers = list(self.catalogue.layers)
        moves = {layer: _moved(scenarios, layer) for layer in layers}
        moved_layer = max(layers, key=lambda layer: moves[layer])
        return DisputeEffect(
            dispute=dispute,
            scenarios=scenarios,
            turned=tuple(id_ for id_ in layers if len({s.chosen.get(id_) for s in scenarios}) > 1),
            channels_turn=len({frozenset(s.channels) for s in scenarios}) > 1,
            moved_layer=moved_layer if moves[moved_layer] else None,
            moved=moves[moved_layer],
        )

    def scenario(self, sheet: AnswerSheet, position: Position) -> Scenario:
        """What a sheet comes to; nothing is chosen where no design is coherent."""
        sheet = sheet if self.bound else replace(sheet, constraints=())
        try:
            design = decide(self.catalogue, self.bank, sheet, self.on).design
        except WrongUseError:
            return Scenario(position, {}, {}, ())
        return Scenario(
            position,
            {id_: choice.chosen for id_, choice in design.layers.items()},
            {id_: choice.lead for id_, choice in design.layers.items()},
            tuple(choice.channel for choice in design.channels),
        )

    def settled(self, dispute: Dispute, position: Position) -> AnswerSheet:
        """The merged sheet of the company, or of the segment, if everyone took a position."""
        voices = [self.persuaded(voice, dispute, position) for voice in self.voices]
        sheet = merge_sheets(self.catalogue, self.bank, voices).sheet
        if dispute.segment:
            segment = next(s for s in sheet.segments if s.id == dispute.segment)
            sheet = sheet_of(self.catalogue, sheet, segment)
        if position.answer is None:
            return sheet
        return replace(sheet, answers={**sheet.answers, dispute.id: position.answer})

    def persuaded(self, voice: Voice, dispute: Dispute, position: Position) -> Voice:
        """A voice that has taken a position."""
        sheet, answer = voice.sheet, position.answer
        if position.weights is not None:
            return Voice(voice.name, replace(sheet, weights=position.weights))
        if position.important is not None:
            return Voice(voice.name, replace(sheet, important=position.important))
        if answer is None:
            return voice
        if not dispute.segment:
            return Voice(voice.name, replace(sheet, answers=_with(sheet.answers, answer)))
        segments = tuple(
            replace(s, answers=_with(s.answers, answer)) if s.id == dispute.segment else s
            for s in sheet.segments
        )
        return Voice(voice.name, replace(sheet, segments=segments))


def _with(answers: Mapping[str, Answer], answer: Answer) -> dict[str, Answer]:
    return {**answers, answer.id: answer}


def _moved(scenarios: Sequence[Scenario], layer: str) -> int:
    """How far apart the leads of a layer are."""
    leads = [lead for s in scenarios if (lead := s.leads.get(layer)) is not None]
    return max(leads) - min(leads) if leads else 0
