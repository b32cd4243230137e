"""How right a fit is on cases it has not seen, measured as the record of a catalogue is.

The cases are held out part by part. For each part everything is learnt from the other cases alone: the
usual company, the strengths, the knob (among those cases, held out in turn once more) and the
thresholds. Then every case has been scored by a catalogue that had not seen it, and the record is
taken as of any catalogue. (Nested cross-validation: Stone 1974; Varma & Simon 2006.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean, pstdev

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.case_record import CaseResult, Group, Record, RecordVersions, Share
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.fitting import (
    FOLDS,
    PROCEDURES,
    Fit,
    FitReport,
    Folds,
    HeldOut,
    HeldOutCase,
    HeldOutGroup,
    Kept,
    MovedEffect,
    Procedure,
    Spread,
)
from svcmodel.scoring.case_record import case_result, groups_of
from svcmodel.scoring.decide import decide
from svcmodel.scoring.fit_catalogue import with_strengths, with_thresholds
from svcmodel.scoring.fit_folds import groups_alike, random_folds, similar_folds
from svcmodel.scoring.fit_learning import Material, Taught, whole_strengths
from svcmodel.scoring.fit_matrices import Effects
from svcmodel.scoring.wilson import share

FIRST_SEED = 1
ADVISED = 3
"""How many models of a list are named."""


def fit_report(
    material: Material,
    versions: RecordVersions,
    seeds: int,
    progress: Callable[[], None] = lambda: None,
) -> FitReport:
    """The fit to all cases, and the records of prior and fit on cases held out.

    `progress` is called after each seed of each record.
    """
    fit = material.fit(FIRST_SEED)
    catalogue = fitted_catalogue(material.catalogue, fit)
    held_out = [
        held_out_record(material, procedure, folds, seeds, progress)
        for folds in FOLDS
        for procedure in PROCEDURES
    ]
    results = tuple(case_result(catalogue, material.bank, c, material.on) for c in material.cases)
    return FitReport(
        versions=versions,
        parts=material.parts,
        seeds=seeds,
        fit=fit,
        held_out=tuple(held_out),
        in_sample=Record(versions, results, tuple(groups_of(catalogue, results))),
        effects=tuple(_effects(material.frame.effects, fit)),
        expectations=tuple(_expectations(material, catalogue)),
    )


def fitted_catalogue(catalogue: Catalogue, fit: Fit) -> Catalogue:
    """The catalogue with the strengths and thresholds of a fit."""
    return with_thresholds(with_strengths(catalogue, fit.strengths), fit.thresholds)


def held_out_record(
    material: Material,
    procedure: Procedure,
    folds: Folds,
    seeds: int,
    progress: Callable[[], None] = lambda: None,
) -> HeldOut:
    """The record of a procedure on every case held out, over so many seeds."""
    records: list[Sequence[CaseResult]] = []
    found: list[Taught] = []
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        results, taught = held_out_results(material, procedure, folds, seed)
        records.append(results)
        found += taught
        progress()
    return HeldOut(
        procedure=procedure,
        folds=folds,
        groups=tuple(_groups(material.catalogue, records)),
        cases=tuple(_case(each) for each in zip(*records, strict=True)),
        thresholds={
            layer: Counter(taught.thresholds[layer] for taught in found)
            for layer in found[0].thresholds
        },
        cautions=Counter(taught.caution for taught in found if taught.caution is not None),
    )


def held_out_results(
    material: Material, procedure: Procedure, folds: Folds, seed: int
) -> tuple[list[CaseResult], list[Taught]]:
    """Every case by what was learnt without it and its part, and what was learnt each time."""
    part, learn = _parts(material, folds, seed), material.learner(procedure)
    results: dict[int, CaseResult] = {}
    found = []
    for held in sorted(set(part)):
        taught = learn([number for number, one in enumerate(part) if one != held], seed)
        found.append(taught)
        for number in (number for number, one in enumerate(part) if one == held):
            case = material.cases[number]
            results[number] = case_result(taught.catalogue, material.bank, case, material.on)
    return [results[number] for number in range(len(part))], found


def _parts(material: Material, folds: Folds, seed: int) -> list[int]:
    """The part each case is tested in."""
    if folds == "random":
        part = random_folds(material.arrays.stratum, material.parts, seed)
    else:
        part = similar_folds(groups_alike(material.arrays.levels), material.parts, seed)
    return [int(one) for one in part]


def _groups(
    catalogue: Catalogue, records: Sequence[Sequence[CaseResult]]
) -> Iterator[HeldOutGroup]:
    """The groups of several records of the same cases, with the mean of each figure."""
    for groups in zip(*(groups_of(catalogue, results) for results in records), strict=True):
        first: Group = groups[0]
        figures = {figure: spread([g.figures[figure] for g in groups]) for figure in first.figures}
        yield HeldOutGroup(first.by, first.of, first.cases, figures)


def spread(shares: Sequence[Share]) -> Spread:
    """The mean and the standard deviation of shares of the same number of things."""
    of = shares[0].of
    parts = [each.hits / of for each in shares] if of else [0.0]
    hits = round(fmean(each.hits for each in shares))
    return Spread(round(MICRO * fmean(parts)), round(MICRO * pstdev(parts)), share(hits, of))


def _case(results: Sequence[CaseResult]) -> HeldOutCase:
    """One case in several records."""
    case = results[0].case
    places = {id_: fmean(r.order.index(id_) for r in results) for id_ in results[0].order}
    failures = Counter(model for result in results for model in result.failures)
    return HeldOutCase(
        case=case.id,
        wrong=sum(result.stays_wrong for result in results),
        order=tuple(sorted(places, key=lambda id_: (places[id_], id_))[:ADVISED]),
        place=round(10 * fmean(r.place for r in results)) if case.is_counted else None,
        failures={model: failures[model] for model in case.failed},
    )


def _effects(effects: Effects, fit: Fit) -> Iterator[MovedEffect]:
    """Every effect of the fit beside its prior."""
    prior = whole_strengths(effects, effects.sizes)
    for model, criterion in effects.ids:
        fitted = fit.strengths[model][criterion]
        yield MovedEffect(model, criterion, prior[model][criterion], fitted)


def _expectations(material: Material, catalogue: Catalogue) -> Iterator[Kept]:
    for company in material.companies:
        design = decide(catalogue, material.bank, company.sheet, material.on).design
        for each in company.expected:
            yield Kept(company.example, each.layer, each.binding, each.holds(design))
