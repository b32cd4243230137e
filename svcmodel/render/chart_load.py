"""How many people each queue needs as its contacts grow: a band between the least and the most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcmodel.domain.staffing import ChannelStaffing, Staffing
from svcmodel.planning.load_curve import LoadPoint, load_curve
from svcmodel.render.chart_shapes import LINE, SMALL, Drawing, Scale, box_key, scale_for
from svcmodel.render.chart_types import WIDTH, Chart, Column
from svcmodel.render.plan_names import PlanNames

STEPS = 24
"""Points of a curve."""
TOLD = 6
"""Of which every so many-th stands in the table."""
HIGH = 150.0
LEFT = 44.0


class LoadCharts(PlanNames):
    """Draws the queues of a plan's staffing."""

    def charts(self) -> tuple[Chart, ...]:
        """A chart for every channel that is reckoned as a queue; none where no queue was reckoned."""
        staffing = self.plan.staffing
        if staffing is None or not staffing.by_queue:
            return ()
        return tuple(self.chart(staffing, c) for c in staffing.channels if c.now.by_queue)

    def chart(self, staffing: Staffing, channel: ChannelStaffing) -> Chart:
        """The band of one channel, with where it is today and where in a year."""
        most = max(channel.now.contacts[1], channel.then.contacts[1])
        across = scale_for([0, most], LEFT, WIDTH - 10)
        contacts = [across.high * n / STEPS for n in range(STEPS + 1)]
        points = load_curve(staffing, channel.channel, contacts)
        drawing = Drawing(y=LINE + 8)
        self._frame(drawing, across, points)
        for key, load in (("now", channel.now), ("then", channel.then)):
            start, end = (across.at(value) for value in load.contacts)
            drawing.y += 8
            drawing.rect(start, drawing.y, max(2.5, end - start), 7, key)
            drawing.y += 6
        drawing.legend(
            [
                (box_key("band"), self.words("charts.key.people")),
                (box_key("now"), self.words("charts.key.now")),
                (box_key("then"), self.words("charts.key.then")),
            ]
        )
        name = self.part(channel.channel)
        return Chart(
            id=f"load-{channel.channel}",
            title=self.words("charts.load.title", channel=name),
            alt=self._told(name, channel),
            height=drawing.height,
            shapes=drawing.done,
            columns=(
                Column(self.words("charts.column.contacts")),  # it names the row, so it stands left
                Column(self.words("charts.column.people"), is_number=True),
            ),
            rows=tuple(self._rows(points)),
        )

    def _frame(self, drawing: Drawing, across: Scale, points: Sequence[LoadPoint]) -> None:
        """The axes and the band between them."""
        top, base = drawing.y, drawing.y + HIGH
        up = scale_for([0, *(point.people[1] for point in points)], base, top)
        drawing.text(0, top - 8, self.words("charts.load.people"), "soft", size=SMALL)
        for mark in up.marks():
            drawing.line(LEFT, up.at(mark), across.end, up.at(mark), "grid")
            label = self.words.figure(mark)
            drawing.text(LEFT - 6, up.at(mark) + 4, label, "soft", anchor="end", size=SMALL)
        lower, upper = (
            [(across.at(p.contacts), up.at(p.people[end])) for p in points] for end in (0, 1)
        )
        drawing.path([*lower, *reversed(upper)], "band", closed=True)
        drawing.path(lower, "edge")
        drawing.path(upper, "edge")
        drawing.y = base
        drawing.axis(across, top, self.words.number)
        drawing.text(
            WIDTH,
            drawing.y + 10,
            self.words("charts.load.contacts"),
            "soft",
            anchor="end",
            size=SMALL,
        )
        drawing.y += 12

    def _told(self, name: str, channel: ChannelStaffing) -> str:
        now, then = channel.now, channel.then
        return self.words(
            "charts.load.alt",
            channel=name,
            contacts=self._range(now.contacts),
            people=self._range(now.at_once),
            later=self._range(then.contacts),
            more=self._range(then.at_once),
        )

    def _rows(self, points: Sequence[LoadPoint]) -> Iterator[tuple[str, ...]]:
        for point in points[TOLD::TOLD]:
            yield self.words.number(point.contacts), self._range(point.people)

    def _range(self, ends: Sequence[float]) -> str:
        """Two ends as a range, of large numbers without what nobody knows."""
        digits = -2 if max(ends) >= 1000 else 0
        least, most = (self.words.number(round(end, digits)) for end in ends)
        return least if least == most else f"{least}–{most}"
