"""Several people's answer sheets of one company put together as one.

Answers: `merge_answers`. Weights: kept where all weigh alike, else the mean of their proportions. Marks:
those of at least half the voices, the most marked first, five at most. Constraints: all of them; of
the same one with several days the last counts. Segments: by their id, answers like the company's.
Questions put off stay so where nobody has answered them; remarks are all kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from svcmodel.domain.answers import Segment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.merging import Dispute, MergedSheets, Number, Position, Voice
from svcmodel.scoring.merge_answers import Bank, merged_answers, speaker
from svcmodel.scoring.merge_constraints import clashes, merged_constraints
from svcmodel.scoring.sayings import tells
from svcmodel.scoring.weights import dimension_weights

MARKS = 5
"""How many criteria may be marked important."""
DIGITS = 5
"""To how many significant digits a mean is written."""


def merge_sheets(catalogue: Catalogue, bank: Bank, voices: Sequence[Voice]) -> MergedSheets:
    """The sheets as one, with what is in dispute. At least one voice; the first one names the company."""
    first = voices[0].sheet
    people = [speaker(catalogue, bank, v.name, v.sheet.answers) for v in voices]
    answers, disputes = merged_answers(catalogue, bank, people)
    segments, in_segments = _segments(catalogue, bank, voices)
    weights, weighing = _weights(catalogue, voices)
    important, marking = _important(catalogue, voices)
    given = [constraint for voice in voices for constraint in voice.sheet.constraints]
    constraints = merged_constraints(given)
    sheet = replace(
        first,
        lang=next((v.sheet.lang for v in voices if v.sheet.lang), None),
        date=max((v.sheet.date for v in voices if v.sheet.date), default=None),
        answers=answers,
        weights=weights,
        important=important,
        constraints=constraints,
        segments=segments,
        team=next((v.sheet.team for v in voices if v.sheet.team), ()),
        parked={
            id_: day
            for voice in voices
            for id_, day in voice.sheet.parked.items()
            if id_ not in answers
        },
        notes=tuple(dict.fromkeys(note for voice in voices for note in voice.sheet.notes)),
        hash="",
    )
    return MergedSheets(
        sheet=sheet,
        disputes=(*disputes, *in_segments, *weighing, *marking),
        clashes=clashes(catalogue, given, constraints),
        agreed=_agreed(voices, disputes),
    )


def _agreed(voices: Sequence[Voice], disputes: Sequence[Dispute]) -> int:
    """How many answers of the company were given more than once and always the same."""
    said = [id_ for v in voices for id_, answer in v.sheet.answers.items() if tells(answer)]
    disputed = {dispute.id for dispute in disputes}
    return sum(count > 1 and id_ not in disputed for id_, count in Counter(said).items())


def _weights(
    catalogue: Catalogue, voices: Sequence[Voice]
) -> tuple[Mapping[str, Number], tuple[Dispute, ...]]:
    """The weights of the dimensions: as they were where all weigh alike, else their mean."""
    proportions = [_proportions(catalogue, voice.sheet.weights) for voice in voices]
    if all(one == proportions[0] for one in proportions):
        given = (dict(voice.sheet.weights) for voice in voices)
        return min(given, key=lambda weights: (len(weights), sorted(weights.items()))), ()
    means = {
        dimension.id: _mean([one[dimension.id] for one in proportions])
        for dimension in catalogue.head.dimensions
    }
    told = (
        Position(
            (voice.name,),
            ", ".join(f"{id_} {float(weight):g}" for id_, weight in voice.sheet.weights.items()),
            weights=voice.sheet.weights,
        )
        for voice in voices
    )
    return means, (Dispute("weights", "weights", "", (), _together(told)),)


def _proportions(catalogue: Catalogue, weights: Mapping[str, Number]) -> dict[str, Fraction]:
    """The weights scaled to a mean of one, since only their proportions count."""
    raw = dimension_weights(catalogue, weights)
    mean = sum(raw.values(), Fraction(0)) / len(raw)
    return {id_: weight / mean for id_, weight in raw.items()}


def _mean(numbers: Sequence[Fraction]) -> int | float:
    mean = float(f"{float(sum(numbers, Fraction(0)) / len(numbers)):.{DIGITS}g}")
    return int(mean) if mean == int(mean) else mean


def _important(
    catalogue: Catalogue, voices: Sequence[Voice]
) -> tuple[tuple[str, ...], tuple[Dispute, ...]]:
    """The criteria that at least half the voices mark, in the order of the catalogue."""
    marked = [set(voice.sheet.important) for voice in voices]
    if all(one == marked[0] for one in marked):
        return voices[0].sheet.important, ()
    counts = {id_: sum(id_ in one for one in marked) for id_ in catalogue.criteria}
    enough = [id_ for id_, count in counts.items() if 2 * count >= len(voices)]
    kept = sorted(enough, key=lambda id_: -counts[id_])[:MARKS]
    told = (
        Position((voice.name,), ", ".join(ids), important=ids)
        for voice in voices
        for ids in (tuple(sorted(voice.sheet.important)),)
    )
    dispute = Dispute("important", "important", "", (), _together(told))
    return tuple(id_ for id_ in counts if id_ in kept), (dispute,)


def _together(told: Iterable[Position]) -> tuple[Position, ...]:
    """The positions, those of one opinion together."""
    by_words: dict[str, Position] = {}
    for position in told:
        known = by_words.setdefault(position.said, position._replace(who=()))
        by_words[position.said] = known._replace(who=(*known.who, *position.who))
    return tuple(by_words.values())


def _segments(
    catalogue: Catalogue, bank: Bank, voices: Sequence[Voice]
) -> tuple[tuple[Segment, ...], tuple[Dispute, ...]]:
    """The segments by id; shares are averaged where all who name segments name the same."""
    naming = [voice for voice in voices if voice.sheet.segments]
    by_voice = {voice.name: {s.id: s for s in voice.sheet.segments} for voice in naming}
    same = len({frozenset(segments) for segments in by_voice.values()}) == 1
    merged: list[Segment] = []
    disputes: list[Dispute] = []
    for id_ in dict.fromkeys(id_ for segments in by_voice.values() for id_ in segments):
        said = {name: segments[id_] for name, segments in by_voice.items() if id_ in segments}
        people = [speaker(catalogue, bank, name, s.answers) for name, s in said.items()]
        answers, found = merged_answers(catalogue, bank, people, id_)
        shares = [Fraction(repr(s.share)) for s in said.values() if s.share is not None]
        share = _mean(shares) if same and len(shares) == len(said) else None
        name = next(iter(said.values())).name
        merged.append(Segment(id_, name, share, answers))
        disputes += found
    return tuple(merged), tuple(disputes)
