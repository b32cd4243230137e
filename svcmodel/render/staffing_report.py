"""Staffing in words: a small table, what it comes to, what it rests on and what would sharpen it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.playbooks import Kpi
from svcmodel.domain.staffing import ChannelLoad, Gap, Range, Staffing, StaffingInput
from svcmodel.render.question_text import label
from svcmodel.render.words import Words

CLOSED = "–"
"""What stands for the work of a channel that is not open."""
COLUMNS = ("channel", "contacts", "minutes", "now", "then")
PER_CENT = ("away", "occupancy", "repeated", "tries", "succeeds", "easy")
"""Inputs that are parts of one and are read in per cent."""


@dataclass(frozen=True, slots=True)
class StaffingText:
    """Staffing as it is read: an introduction, a table with a row for each channel, and sentences."""

    intro: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]


def staffing_text(
    staffing: Staffing, catalogue: Catalogue, kpis: Mapping[str, Kpi], words: Words
) -> StaffingText:
    """The staffing of a plan in the language of `words`."""
    teller = _Teller(staffing, catalogue, kpis, words)
    return StaffingText(
        intro=words(f"staffing.{_kind(staffing)}"),
        columns=tuple(words(f"staffing.column.{column}") for column in COLUMNS),
        rows=tuple(teller.rows()),
        lines=tuple(teller.lines()),
    )


def _kind(staffing: Staffing) -> str:
    """What the staffing is about: a queue, hours of work, only what may wait, or nothing yet."""
    if not staffing.channels:
        return "unknown"
    if staffing.by_queue:
        return "queue"
    return "hours" if any(each.way == "live" for each in staffing.channels) else "later"


class _Teller:
    """Looks up names and writes ranges."""

    def __init__(
        self, staffing: Staffing, catalogue: Catalogue, kpis: Mapping[str, Kpi], words: Words
    ) -> None:
        self.staffing = staffing
        self.catalogue = catalogue
        self.kpis = kpis
        self.words = words

    def rows(self) -> Iterator[tuple[str, ...]]:
        """A row for each channel."""
        for each in self.staffing.channels:
            known = each.now if each.open_now else each.then
            yield (
                self.model(each.channel),
                self.rough(known.contacts),
                self.rough(known.minutes),
                self.load(each.now) if each.open_now else CLOSED,
                self.load(each.then) if each.open_then else CLOSED,
            )

    def load(self, load: ChannelLoad) -> str:
        """What a channel takes: people at once where it is a queue, else hours of work."""
        if not load.by_queue:
            return self.words("staffing.work", hours=self.rough(load.work))
        if load.at_once == (1, 1):
            return self.words("staffing.one_at_once")
        count = self.span(self.words.number(end) for end in load.at_once)
        return self.words("staffing.at_once", count=count)

    def lines(self) -> Iterator[str]:
        """What it comes to, what it rests on, what would sharpen it."""
        if self.staffing.channels:
            yield from self.sums()
        yield from (text.to(self.words.lang) for text in self.staffing.apart)
        told = self.staffing.inputs
        for key, items in (
            ("said", [self.input(each) for each in told if each.origin != "assumption"]),
            ("assumed", [self.input(each) for each in told if self.is_assumed(each)]),
            ("gaps", [self.gap(gap) for gap in self.staffing.gaps]),
        ):
            if items:
                yield self.words(f"staffing.{key}", items="; ".join(dict.fromkeys(items)))

    def is_assumed(self, each: StaffingInput) -> bool:
        """Whether a figure is an assumption that the table does not show."""
        in_table = each.id == "minutes" and self.staffing.channels
        return each.origin == "assumption" and not in_table

    def sums(self) -> Iterator[str]:
        """All channels together, what is expected to change, the cover, and the posts there are."""
        now, then, cover = self.staffing.now, self.staffing.then, self.staffing.cover
        yield self.words(
            "staffing.total",
            work=self.rough(now.work),
            paid=self.rough(now.paid),
            posts=self.rough(now.posts),
            then=self.rough(then.posts),
        )
        if self.staffing.relief[1] > 0:
            least, most = self.staffing.relief
            yield self.words("staffing.relief", share=self.rough((100 * least, 100 * most)))
        if now.posts[0] < cover.people:
            yield self.words("staffing.cover.people", people=cover.people)
        if cover.posts is not None and not self.staffing.by_queue:
            yield self.words("staffing.cover.posts", posts=self.rough(cover.posts))
        if self.staffing.enough is not None:
            posts = self.words.figure(self.staffing.posts_today or 0)
            yield self.words(f"staffing.posts.{self.staffing.enough}", posts=posts)

    def input(self, each: StaffingInput) -> str:
        """A figure that the staffing rests on."""
        least, most = each.range
        if each.id == "target":
            share, seconds = (self.words.figure(end) for end in each.range)
            name = self.model(each.of)
            return self.words("staffing.input.target", name=name, share=share, seconds=seconds)
        if each.id in PER_CENT:
            least, most = 100 * least, 100 * most
        value = self.span(self.words.figure(round(end, 2)) for end in (least, most))
        said = each.id == "hours_open" and each.origin == "answer"
        key = "hours_open_answer" if said else each.id
        return self.words(f"staffing.input.{key}", name=self.model(each.of), value=value)

    def gap(self, gap: Gap) -> str:
        """What a question or a measure is about."""
        if gap.question is not None:
            return label(gap.question, self.words)
        measure = self.kpis.get(gap.id)
        return measure.name.to(self.words.lang) if measure is not None else gap.id

    def model(self, id_: str) -> str:
        """The name of a channel or a model."""
        record = self.catalogue.models.get(id_)
        return record.name.to(self.words.lang) if record is not None else id_

    def rough(self, ends: Range) -> str:
        """A range no more exactly than such estimates are worth."""
        return self.span(self.words.figure(end) for end in rough(ends))

    def span(self, ends: Iterable[str]) -> str:
        """Two ends as a range; one figure where they are read alike."""
        least, most = ends
        return least if least == most else f"{least}–{most}"


def rough(ends: Range) -> Range:
    """A range no more exactly than such estimates are worth: two digits of its larger end."""
    least, most = ends
    rounded = _to(_unit(most), least)
    if abs(rounded - least) > least / 5:  # too coarse for the smaller end
        rounded = _to(_unit(least), least)
    return rounded, _to(_unit(most), most)


def _unit(value: float) -> float:
    """What a figure is rounded to."""
    return next((u for least, u in ((1000, 100), (100, 10), (10, 1)) if value >= least), 0.1)


def _to(unit: float, value: float) -> float:
    return round(round(value / unit) * unit, 1)
