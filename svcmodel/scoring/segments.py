"""Assess a company segment by segment, and propose one design for all of them.

Averaging answers hides that key accounts and self-buyers need different models. So each segment is
scored alone, and what they would choose is put together by a rule that is written down
(`segment_choices`, `segment_channels`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from svcmodel.domain.answers import AnswerSheet, Segment
from svcmodel.domain.assessment import (
    MICRO,
    Assessment,
    ChannelChoice,
    Design,
    LayerChoice,
    ObligationResult,
    design_parts,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.segmented import SegmentedLayer, SegmentedResult, SegmentResult
from svcmodel.scoring.assess import assess
from svcmodel.scoring.channels import room_for
from svcmodel.scoring.choose_design import active_limits, channels_around, fixed_channels
from svcmodel.scoring.design import Combination, Limits, layer_choices, pairs
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.rules import obligation_results
from svcmodel.scoring.segment_channels import GroupChannels, JointChannels, joint_channels
from svcmodel.scoring.segment_choices import Group, segmented_layers
from svcmodel.scoring.segment_sheets import share_weights, sheet_of


class Alone(NamedTuple):
    """A segment scored alone: its share as a whole number, its assessment, its facts."""

    segment: Segment
    weight: int
    assessment: Assessment
    facts: Facts


class Served(NamedTuple):
    """A segment with what the common design gives it: its layers and the channels it calls for."""

    group: Group
    layers: Mapping[str, LayerChoice]
    channels: tuple[ChannelChoice, ...]


def assess_segments(
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    *,
    on: str,
    program: str = "",
    whole: Assessment | None = None,
) -> SegmentedResult:
    """Score the company, each of its segments, and propose one design (for the day `on`).

    `whole`: the assessment of the company, where it has been made already.
    Raises `WrongUseError` when the constraints leave no coherent design.
    """
    whole = whole or assess(catalogue, questionnaire, sheet, on=on, program=program)
    each = _each_alone(catalogue, questionnaire, sheet, on, program)
    company = read_levels(catalogue, questionnaire.bank, sheet).facts
    limits = active_limits(catalogue, company, sheet.constraints, on)
    groups = [_group(catalogue, alone, limits, on) for alone in each]
    layers = segmented_layers(catalogue, groups, limits, _chosen(whole.design))
    served = [_served(catalogue, group, layers, limits, on) for group in groups]
    lead = {layer: proposed.lead for layer, proposed in layers.items()}
    channels = joint_channels(
        [GroupChannels(one.group.id, one.group.weight, one.channels) for one in served],
        room_for(catalogue, company, lead),
    )
    customers = sum(alone.weight for alone in each)
    return SegmentedResult(
        whole=whole,
        segments=tuple(
            SegmentResult(one.segment, round(one.weight * MICRO / customers), one.assessment)
            for one in each
        ),
        layers=layers,
        channels=channels.taken,
        left_out=channels.left_out,
        proposed=_as_sure(
            _as_one(catalogue, whole, lead, served, channels, limits, on), layers, each
        ),
    )


def _each_alone(
    catalogue: Catalogue,
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    on: str,
    program: str,
) -> list[Alone]:
    alone = []
    for segment, weight in zip(sheet.segments, share_weights(sheet.segments), strict=True):
        own = sheet_of(catalogue, sheet, segment)
        assessment = assess(catalogue, questionnaire, own, on=on, program=program)
        facts = read_levels(catalogue, questionnaire.bank, own).facts
        alone.append(Alone(segment, weight, assessment, facts))
    return alone


def _group(catalogue: Catalogue, alone: Alone, limits: Limits, on: str) -> Group:
    return Group(
        id=alone.segment.id,
        weight=alone.weight,
        results={result.id: result for result in alone.assessment.models},
        facts=alone.facts,
        own=_chosen(alone.assessment.design),
        channels=fixed_channels(catalogue, alone.facts, limits, on),
    )


def _chosen(design: Design) -> dict[str, str]:
    return {layer: choice.chosen for layer, choice in design.layers.items()}


def _served(
    catalogue: Catalogue,
    group: Group,
    layers: Mapping[str, SegmentedLayer],
    limits: Limits,
    on: str,
) -> Served:
    """What one segment gets of the common design, and the channels it then calls for."""
    given = {layer: proposed.chosen[group.id] for layer, proposed in layers.items()}
    choices = layer_choices(catalogue, group.results, Combination(given, 0), limits)
    channels, _ = channels_around(catalogue, group.results, group.facts, choices, limits, on)
    return Served(group, choices, channels)


def _as_one(
    catalogue: Catalogue,
    whole: Assessment,
    lead: Mapping[str, str],
    served: Sequence[Served],
    channels: JointChannels,
    limits: Limits,
    on: str,
) -> Design:
    """The common design in the form of any other: what does not lead in its layer stands beside it."""
    results = {result.id: result for result in whole.models}
    leading = layer_choices(catalogue, results, Combination(lead, 0), limits)
    layers = {id_: _with_others(choice, served) for id_, choice in leading.items()}
    taken = tuple(ChannelChoice(each.channel, each.reason) for each in channels.taken)
    parts = design_parts(layers, taken)
    return replace(
        whole.design,
        layers=layers,
        channels=taken,
        obligations=_obligations(catalogue, served, taken, on),
        tensions=tuple(pairs(catalogue, parts, "tension")),
        synergies=tuple(pairs(catalogue, parts, "synergy")),
        over_capacity=channels.over,
        next_best=(),
    )


def _as_sure(design: Design, layers: Mapping[str, SegmentedLayer], each: Sequence[Alone]) -> Design:
    """The common design, with how sure it is: no surer than the least sure of its segments.

    A layer in which a segment is not given what it would choose alone turns on how much the choice is
    worth to every segment. It is sure only where their whole designs are.
    """
    sure = {}
    for id_, choice in design.layers.items():
        own = all(
            alone.assessment.design.layers[id_].chosen == layers[id_].chosen[alone.segment.id]
            for alone in each
        )
        designs = [alone.assessment.design for alone in each]
        known = [one.layers[id_] if own else one for one in designs]
        sure[id_] = replace(
            choice,
            settled=all(one.settled for one in known),
            very_likely=all(one.very_likely for one in known),
        )
    return replace(
        design,
        layers=sure,
        settled=all(choice.settled for choice in sure.values()),
        very_likely=all(choice.very_likely for choice in sure.values()),
    )


def _with_others(leading: LayerChoice, served: Iterable[Served]) -> LayerChoice:
    """A leading choice with what other segments are given of its layer, and what belongs to that."""
    theirs = [each.layers[leading.layer] for each in served]
    beside = [
        *(choice.chosen for choice in theirs),
        *leading.also,
        *(id_ for choice in theirs for id_ in choice.also),
    ]
    also = tuple(id_ for id_ in dict.fromkeys(beside) if id_ != leading.chosen)
    return replace(leading, also=also)


def _obligations(
    catalogue: Catalogue, served: Iterable[Served], channels: tuple[ChannelChoice, ...], on: str
) -> tuple[ObligationResult, ...]:
    """What binds for some segment with its part of the design; certain goes before open."""
    found: dict[str, ObligationResult] = {}
    for each in served:
        parts = design_parts(each.layers, channels)
        for result in obligation_results(catalogue.obligations, each.group.facts, on, parts):
            if result.state == "applies" or result.obligation not in found:
                found[result.obligation] = result
    return tuple(found[o.id] for o in catalogue.obligations if o.id in found)
