"""A company's segments in words: what is proposed for all of them, and what each would choose alone."""

from __future__ import annotations

from collections.abc import Iterable

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.segmented import SegmentedChannel, SegmentedLayer, SegmentedResult
from svcmodel.render.report_names import DIGITS
from svcmodel.render.report_types import Entry
from svcmodel.render.rounding import points
from svcmodel.render.words import Words, short_name


def segment_entries(
    segmented: SegmentedResult, catalogue: Catalogue, words: Words
) -> tuple[Entry, ...]:
    """What the section on segments says: the segments, each layer, the channels."""
    teller = _Teller(segmented, catalogue, words)
    return (
        Entry(
            words("score.segments.name"),
            words("score.segments.intro", segments=teller.segments()),
        ),
        *(teller.layer(layer) for layer in segmented.layers.values()),
        *teller.channels("channels", segmented.channels),
        *teller.channels("left_out", segmented.left_out),
    )


class _Teller:
    """Looks up names and says who is given what."""

    def __init__(self, segmented: SegmentedResult, catalogue: Catalogue, words: Words) -> None:
        self.segmented = segmented
        self.catalogue = catalogue
        self.words = words
        self.names = {each.segment.id: short_name(each.segment.name) for each in segmented.segments}

    def segments(self) -> str:
        """The segments with their shares."""
        return self.words.listed(
            [
                self.words(
                    "score.segments.segment",
                    name=self.names[each.segment.id],
                    share=self.words.figure(each.share / 10_000),
                )
                for each in self.segmented.segments
            ]
        )

    def layer(self, layer: SegmentedLayer) -> Entry:
        """A layer: what is proposed, what each segment would choose alone where they differ."""
        said = [self.proposal(layer)]
        alone = {
            each.segment.id: each.assessment.design.layers[layer.layer]
            for each in self.segmented.segments
        }
        if len({choice.chosen for choice in alone.values()}) > 1:
            said += [
                self.words(
                    f"score.segments.{'alone' if (choice.margin or 0) >= 0 else 'held'}",
                    segment=self.names[id_],
                    model=self.model(choice.chosen),
                    margin=self.points(choice.margin or 0),
                )
                for id_, choice in alone.items()
            ]
        losses = [
            self.words(
                "score.segments.loss",
                segment=self.names[id_],
                points=self.points(loss),
                model=self.model(alone[id_].chosen),
            )
            for id_, loss in layer.losses.items()
            if loss > 0
        ]
        name = self.catalogue.layers[layer.layer].name.to(self.words.lang)
        return Entry(name, " ".join(said), " ".join(losses))

    def proposal(self, layer: SegmentedLayer) -> str:
        """What is proposed: one for all, or who is given what and what leads."""
        if layer.is_common:
            return self.words("score.segments.for_all", model=self.model(layer.lead))
        given: dict[str, list[str]] = {}
        for segment, model in layer.chosen.items():
            given.setdefault(model, []).append(self.names[segment])
        parts = [
            self.words(
                "score.segments.given",
                model=self.model(model),
                segments=self.words.listed(segments),
            )
            for model, segments in given.items()
        ]
        return self.words(
            "score.segments.each", parts="; ".join(parts), model=self.model(layer.lead)
        )

    def channels(self, key: str, channels: Iterable[SegmentedChannel]) -> tuple[Entry, ...]:
        """The channels with the segments that call for them; nothing where there are none."""
        told = [
            self.words(
                "score.segments.channel",
                channel=self.model(each.channel),
                segments=self.callers(each.segments),
            )
            for each in channels
        ]
        return (Entry(self.words(f"score.segments.{key}"), "; ".join(told)),) if told else ()

    def callers(self, segments: tuple[str, ...]) -> str:
        """Who calls for a channel, or that all do."""
        if len(segments) == len(self.names):
            return self.words("score.segments.all")
        return self.words.listed([self.names[id_] for id_ in segments])

    def model(self, id_: str) -> str:
        """The name of a model, baseline or channel."""
        return self.catalogue.models[id_].name.to(self.words.lang)

    def points(self, micro: int) -> str:
        """Millionths of a point as points."""
        return self.words.number(points(micro, DIGITS), DIGITS)
