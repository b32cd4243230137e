"""How sure the design is: what no missing answer can change, what hardly any would, what to ask.

`settled` is proved, `very_likely` is counted over a thousand drawn completions; the two are never
mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from svcmodel.domain.assessment import Design, OpenFact, OpenQuestion
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import evaluate, questions_in
from svcmodel.domain.questions import Question
from svcmodel.scoring.choose_design import fixed_channels
from svcmodel.scoring.completions import COMPLETIONS, Drawn, drawn_completions
from svcmodel.scoring.decide import Decided
from svcmodel.scoring.design import Limits, lacking
from svcmodel.scoring.field import LayerField, layer_fields
from svcmodel.scoring.levels import Reading
from svcmodel.scoring.open_questions import open_questions
from svcmodel.scoring.settled import settled_layers
from svcmodel.scoring.tables import ScoreTable

VERY_LIKELY = COMPLETIONS * 95 // 100


@dataclass(frozen=True, slots=True)
class Certainty:
    """The design with how sure each layer is, what is open, and which facts to fetch."""

    design: Design
    open_questions: tuple[OpenQuestion, ...]
    open_facts: tuple[OpenFact, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What certainty rests on: who may lead each layer, which layers are settled, the completions.

    `drawn`: None where every layer is settled.
    """

    fields: Mapping[str, LayerField]
    settled: frozenset[str]
    drawn: Drawn | None


def with_certainty(
    catalogue: Catalogue, bank: Mapping[str, Question], decided: Decided, on: str
) -> Certainty:
    """Work out how sure a decision is, for a design of the day `on` (YYYY-MM-DD)."""
    return certainty_on(certainty_grounds(catalogue, decided, on), catalogue, bank, decided)


def certainty_grounds(catalogue: Catalogue, decided: Decided, on: str) -> Grounds:
    """Which layers of a decision are settled, and what the completions drawn decide in the others."""
    reading, table, limits = decided.reading, decided.table, decided.limits
    by_id = {result.id: result for result in decided.results}
    fields = layer_fields(catalogue, reading.certain, limits)
    settled = _settled(catalogue, table, reading, fields, decided.design, limits)
    if len(settled) == len(fields):
        return Grounds(fields, settled, None)
    drawn = drawn_completions(
        catalogue,
        table,
        reading.levels,
        reading.facts,
        fields,
        {layer: decided.design.layers[layer].chosen for layer in settled},
        fixed_channels(catalogue, reading.facts, limits, on),
        {id_: lacking(catalogue, by_id, id_, limits) for id_ in by_id},
    )
    return Grounds(fields, settled, drawn)


def certainty_on(
    grounds: Grounds, catalogue: Catalogue, bank: Mapping[str, Question], decided: Decided
) -> Certainty:
    """What follows from the grounds of a decision's certainty."""
    reading, design = decided.reading, decided.design
    chosen = {layer: choice.chosen for layer, choice in design.layers.items()}
    unsettled = {i: field for i, field in grounds.fields.items() if i not in grounds.settled}
    return Certainty(
        design=design_with_certainty(design, grounds),
        open_questions=open_questions(
            catalogue, decided.table, bank, reading.levels, unsettled, chosen, grounds.drawn
        ),
        open_facts=open_facts(catalogue, bank, grounds.fields, design, reading),
    )


def _settled(
    catalogue: Catalogue,
    table: ScoreTable,
    reading: Reading,
    fields: Mapping[str, LayerField],
    design: Design,
    limits: Limits,
) -> frozenset[str]:
    """The layers that are settled; where nothing is open any more, all but those that tie."""
    chosen = {layer: choice.chosen for layer, choice in design.layers.items()}
    if _is_all_known(catalogue, reading, fields):
        return frozenset(id_ for id_ in fields if not _is_tied(design, id_))
    channels = _channels_that_may_come(catalogue, reading, limits)
    return settled_layers(
        catalogue, table, reading.levels, reading.certain, fields, chosen, limits, channels
    )


def _is_all_known(catalogue: Catalogue, reading: Reading, fields: Mapping[str, LayerField]) -> bool:
    """Whether there is one completion only: no level, requirement or obligation is open."""
    rules = (entrant.open_rules for field in fields.values() for entrant in field.entrants)
    return not (
        any(level.is_open for level in reading.levels.values())
        or any(rules)
        or any(evaluate(o.applies_if, reading.certain) is None for o in catalogue.obligations)
    )


def _is_tied(design: Design, layer: str) -> bool:
    choice = design.layers[layer]
    return choice.margin == 0 and not choice.at_baseline


def _channels_that_may_come(
    catalogue: Catalogue, reading: Reading, limits: Limits
) -> frozenset[str]:
    """The single channels that an obligation brings or may bring, or that the client keeps."""
    brought = (
        channel
        for obligation in catalogue.obligations
        if evaluate(obligation.applies_if, reading.certain) is not False
        for channel in (*obligation.channels, *obligation.one_of_channels)
    )
    return frozenset(brought).union(limits.keep)


def design_with_certainty(design: Design, grounds: Grounds) -> Design:
    """The design with `settled` and `very_likely` filled in, each layer and the whole."""
    settled, drawn = grounds.settled, grounds.drawn
    agreeing = {
        layer: [pick == design.layers[layer].chosen for pick in picks]
        for layer, picks in (drawn.picks.items() if drawn else ())
    }
    layers = {
        id_: replace(
            choice,
            settled=id_ in settled,
            very_likely=id_ in settled or sum(agreeing[id_]) >= VERY_LIKELY,
        )
        for id_, choice in design.layers.items()
    }
    together = sum(map(all, zip(*agreeing.values(), strict=True))) if agreeing else COMPLETIONS
    return replace(
        design,
        layers=layers,
        settled=len(settled) == len(layers),
        very_likely=together >= VERY_LIKELY,
    )


def open_facts(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    fields: Mapping[str, LayerField],
    design: Design,
    reading: Reading,
) -> tuple[OpenFact, ...]:
    """The answers that open requirements of entrants and open obligations of the design wait for."""
    waiting: dict[str, tuple[list[str], list[str]]] = {}
    for field in fields.values():
        for entrant in sorted(field.entrants, key=lambda each: each.id):
            for rule in entrant.open_rules:
                for question in questions_in(rule.broken_if):
                    waiting.setdefault(question, ([], []))[0].append(entrant.id)
    open_ = {result.obligation for result in design.obligations if result.state == "open"}
    for obligation in catalogue.obligations:
        if obligation.id in open_:
            for question in questions_in(obligation.applies_if):
                waiting.setdefault(question, ([], []))[1].append(obligation.id)
    return tuple(
        OpenFact(
            question,
            tuple(dict.fromkeys(models)),
            tuple(dict.fromkeys(obligations)),
            bank[question].asks if question in bank else None,
        )
        for question, (models, obligations) in waiting.items()
        if question not in reading.values
    )
