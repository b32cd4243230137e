"""A fit and what it is worth, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svcmodel.domain.case_record import FIGURES, Figure
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.fitting import FitReport, HeldOut, HeldOutGroup, Spread
from svcmodel.render.columns import aligned
from svcmodel.render.record_names import (
    figure_name,
    group_name,
    interval,
    model_names,
    per_cent,
    share_of,
)
from svcmodel.render.record_text import made_from
from svcmodel.render.words import Words

INDENT = "  "
NOTES = ("held_out", "folds", "prior", "in_sample", "failures")


def fit_text(report: FitReport, catalogue: Catalogue, words: Words) -> str:
    """The figures, then the fit itself, what is expected, and the cases that stay wrong."""
    told = _Told(report, catalogue, words)
    sections = [told.head(), told.figures(), told.sizes(), told.chosen(), told.fit()]
    sections += [told.expected(), told.wrong()]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


class _Told:
    """The sections of the text."""

    def __init__(self, report: FitReport, catalogue: Catalogue, words: Words) -> None:
        self.report, self.catalogue, self.words = report, catalogue, words

    def head(self) -> Iterator[str]:
        report, words = self.report, self.words
        record = report.in_sample
        yield words("fit.title", cases=len(record.results), counted=record.overall.cases)
        yield made_from(report.versions, words)
        for note in NOTES:
            yield words(f"fit.note.{note}", parts=report.parts, seeds=report.seeds)

    def figures(self) -> list[str]:
        held_out = self.report.held_out
        names = [f"{held.procedure}_{held.folds}" for held in held_out] + ["in_sample"]
        rows = [("", *(self.words(f"fit.column.{name}") for name in names))]
        for figure in FIGURES:
            cells = [self._spread(held.groups[0].figures[figure]) for held in held_out]
            in_sample = share_of(self.report.in_sample.overall.figures[figure]) or 0
            cells.append(f"({self.words.number(per_cent(in_sample), 1)})")
            rows.append((figure_name(figure, self.words), *cells))
        return aligned(rows, to_the_right=range(1, len(names) + 1))

    def sizes(self) -> Iterator[str]:
        """The figures of the fit by size and fame."""
        yield self.words("fit.size")
        columns = (self.words(f"record.column.{figure}") for figure in FIGURES)
        rows = [("", *columns), *map(self._size_row, *zip(*self._sized(), strict=True))]
        yield from aligned(rows)

    def chosen(self) -> Iterator[str]:
        yield self.words("fit.knobs.heading")
        for held in self._fitted():
            folds = self.words(f"fit.folds.{held.folds}")
            counts = self._counts(held.cautions)
            yield INDENT + self.words("fit.knobs.caution", folds=folds, counts=counts)
            for layer, found in held.thresholds.items():
                name, counts = self._layer(layer), self._counts(found)
                yield INDENT + self.words(
                    "fit.knobs.threshold", layer=name, folds=folds, counts=counts
                )

    def fit(self) -> Iterator[str]:
        report, words, fit = self.report, self.words, self.report.fit
        yield words("fit.fit.heading")
        yield INDENT + words("fit.fit.caution", caution=words.number(fit.knobs.caution, 1))
        for layer, points in fit.thresholds.items():
            told = words.number(points, 1)
            yield INDENT + words("fit.fit.threshold", layer=self._layer(layer), points=told)
        kept = model_names(self.catalogue, fit.kept, words)
        if kept:
            yield INDENT + words("fit.fit.kept", models=kept)
        grown = sum(abs(each.fitted) > 2 * abs(each.prior) for each in report.effects)
        shrunk = sum(0 < 2 * abs(each.fitted) < abs(each.prior) for each in report.effects)
        yield INDENT + words("fit.fit.moved", grown=grown, shrunk=shrunk)
        zeroed, effects = len(report.zeroed), len(report.effects)
        yield INDENT + words("fit.fit.zeroed", zeroed=zeroed, effects=effects)
        for model in dict.fromkeys(each.model for each in report.zeroed):
            ids = [each.criterion for each in report.zeroed if each.model == model]
            name = model_names(self.catalogue, [model], words)
            yield f"{INDENT * 2}{name} ({len(ids)}): {', '.join(ids)}"

    def expected(self) -> Iterator[str]:
        yield self.words("fit.expected.heading")
        for kind, binding in (("binding", True), ("free", False)):
            rows = [each for each in self.report.expectations if each.binding is binding]
            holds = sum(each.holds for each in rows)
            yield INDENT + self.words(f"fit.expected.{kind}", holds=holds, of=len(rows))
        for each in self.report.expectations:
            if not each.holds:
                layer = self._layer(each.layer)
                yield INDENT + self.words("fit.expected.missed", example=each.example, layer=layer)

    def wrong(self) -> Iterator[str]:
        for held in self._fitted():
            cases = [case.case for case in held.cases if 2 * case.wrong >= self.report.seeds]
            folds = self.words(f"fit.folds.{held.folds}")
            yield self.words("fit.wrong.heading", folds=folds, cases=len(cases))
            yield INDENT + ", ".join(cases)

    def _fitted(self) -> Iterator[HeldOut]:
        return (held for held in self.report.held_out if held.procedure == "fitted")

    def _sized(self) -> Iterator[tuple[HeldOut, HeldOutGroup]]:
        for held in self._fitted():
            yield from ((held, group) for group in held.groups if group.by == "size")

    def _size_row(self, held: HeldOut, group: HeldOutGroup) -> tuple[str, ...]:
        name = group_name(self.report.in_sample, group.by, group.of, self.words)
        folds = self.words(f"fit.folds.{held.folds}")
        head = self.words("fit.size_row", group=name, cases=group.cases, folds=folds)
        return INDENT + head, *(self._cell(group.figures, figure) for figure in FIGURES)

    def _cell(self, figures: Mapping[Figure, Spread], figure: Figure) -> str:
        spread = figures[figure]
        if not spread.share.of:
            return ""
        return f"{self.words.number(per_cent(spread.mean), 1)} ({interval(spread.share)})"

    def _spread(self, spread: Spread) -> str:
        mean, deviation = (per_cent(part) for part in (spread.mean, spread.deviation))
        number = self.words.number
        return f"{number(mean, 1)} ± {number(deviation, 1)} ({interval(spread.share)})"

    def _counts(self, found: Mapping[float, int]) -> str:
        return ", ".join(
            self.words("fit.knobs.times", value=self.words.figure(value), times=times)
            for value, times in sorted(found.items(), key=lambda each: (-each[1], each[0]))
        )

    def _layer(self, layer: str) -> str:
        return self.catalogue.layers[layer].name.to(self.words.lang)
