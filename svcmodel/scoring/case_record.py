"""The record: the cases of a casebook through the catalogue, and how often it agrees with them.

The list of a case is the core models where a core one is documented for it, else all models that have
effects, by the bare score: weights 1, the catalogue's reference population, no requirement and no
threshold. A model leads its layer by the bare score too, among the models and baselines that have
effects; a layer with one such model only is not counted, nor are single channels. The design is the
whole advice.

A documented failure is recommended where the design chooses that model in a layer, or takes that
channel because customers use it or it fits. What is in the design only beside a chosen model (the
reactive floor, what a model requires or contains) or by obligation is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.case_record import (
    FIGURES,
    OTHER,
    AnsweredCase,
    CaseResult,
    Figure,
    Group,
    Grouping,
    Placed,
    Record,
    RecordVersions,
    Share,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.questions import Question
from svcmodel.domain.records import Text
from svcmodel.scoring.decide import decide
from svcmodel.scoring.wilson import share

SECTOR_AT_LEAST = 3
"""A sector with fewer cases stands among the others."""


def case_sheet(answered: AnsweredCase) -> AnswerSheet:
    """A case as an answer sheet: each criterion by its level, and the values of other questions."""
    case = answered.case
    levels = {**case.inferred, **case.stated}
    answers = [Answer(id_, "given", span=Span(level, level)) for id_, level in levels.items()]
    answers += [Answer(id_, "not_applicable") for id_ in case.not_applicable]
    answers += [Answer(id_, "given", value=value) for id_, value in answered.answers.items()]
    return AnswerSheet(case.organisation, answers={answer.id: answer for answer in answers})


def case_result(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    answered: AnsweredCase,
    on: str,
) -> CaseResult:
    """What the catalogue says of one case, with the design for the day `on` (YYYY-MM-DD)."""
    case = answered.case
    decided = decide(catalogue, bank, case_sheet(answered), on)
    design = decided.design
    scores = {result.id: result.micro for result in decided.results}
    listed = models_listed(catalogue, case.chosen)
    return CaseResult(
        case=case,
        order=tuple(sorted(listed, key=lambda id_: (-scores[id_], id_))),
        placed=tuple(_placed(catalogue, scores, case.chosen)),
        chosen={layer: choice.chosen for layer, choice in design.layers.items()},
        taken=tuple(each.channel for each in design.channels if each.reason in ("use", "fit")),
        parts=design.parts,
    )


def case_record(
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    cases: Iterable[AnsweredCase],
    *,
    on: str,
    cases_hash: str = "",
    program: str = "",
) -> Record:
    """The record on some cases, with the designs for the day `on` (YYYY-MM-DD)."""
    head = catalogue.head
    versions = RecordVersions(program, head.id, head.version, catalogue.hash, cases_hash, on)
    results = tuple(case_result(catalogue, bank, case, on) for case in cases)
    return Record(versions, results, tuple(groups_of(catalogue, results)))


def groups_of(catalogue: Catalogue, found: Sequence[CaseResult]) -> Iterator[Group]:
    """All cases together, then the cases of each kind, with their figures."""
    yield _group("all", "all", found)
    for model in catalogue.models.values():
        about = [r for r in found if model.id in (*r.case.chosen, *r.case.failed)]
        if about:
            yield _model_group(model.id, model.name, about)
    sectors = Counter(result.case.sector.en for result in found if result.counts)
    yield from _grouped("sector", found, lambda r: _sector(r, sectors))
    yield from _grouped("size", found, lambda r: ("known", "small")[r.case.small_or_unknown])
    yield from _grouped("confidence", found, lambda r: r.case.confidence)
    yield from _grouped("outcome", found, lambda r: ("rest", "failure")[r.case.failure])


def models_listed(catalogue: Catalogue, documented: Sequence[str]) -> list[str]:
    """The models among which a case is looked for."""
    models = catalogue.models.values()
    core = [model.id for model in models if model.core]
    if not set(core).isdisjoint(documented):
        return core
    return [model.id for model in models if model.effects or model.id in documented]


def contestants(catalogue: Catalogue) -> Iterator[list[str]]:
    """The models of each layer that have a score of their own, where there are several."""
    for members in catalogue.in_layer.values():
        scored = sorted(model.id for model in members if model.effects)
        if len(scored) > 1:
            yield scored


def _placed(
    catalogue: Catalogue, scores: Mapping[str, int], documented: Sequence[str]
) -> Iterator[Placed]:
    for rivals in contestants(catalogue):
        best = max(rivals, key=scores.__getitem__)
        yield from (Placed(id_, id_ == best) for id_ in documented if id_ in rivals)


def _grouped(
    by: Grouping, results: Sequence[CaseResult], kind_of: Callable[[CaseResult], str]
) -> Iterator[Group]:
    """The groups of one kind: the largest first, equals by name, the others last."""
    kinds: dict[str, list[CaseResult]] = {}
    for result in results:
        kinds.setdefault(kind_of(result), []).append(result)
    for kind in sorted(kinds, key=lambda kind: (kind == OTHER, -len(kinds[kind]), kind)):
        own_name = by == "sector" and kind != OTHER
        yield _group(by, kind, kinds[kind], kinds[kind][0].case.sector if own_name else None)


def _sector(result: CaseResult, sectors: Mapping[str, int]) -> str:
    sector = result.case.sector.en
    return sector if sectors[sector] >= SECTOR_AT_LEAST else OTHER


def _group(by: Grouping, of: str, results: Sequence[CaseResult], name: Text | None = None) -> Group:
    counted = [result for result in results if result.counts]
    placed = [placed for result in counted for placed in result.placed]
    failed = [(result, model) for result in results for model in result.case.failed]
    return Group(by, of, name, len(counted), _figures(counted, placed, failed))


def _model_group(model: str, name: Text, about: Sequence[CaseResult]) -> Group:
    """The cases that document a model, for success or failure."""
    counted = [result for result in about if result.counts and model in result.case.chosen]
    placed = [p for result in counted for p in result.placed if p.model == model]
    failed = [(result, model) for result in about if model in result.case.failed]
    return Group("model", model, name, len(counted), _figures(counted, placed, failed))


def _figures(
    counted: Sequence[CaseResult],
    placed: Sequence[Placed],
    failed: Sequence[tuple[CaseResult, str]],
) -> dict[Figure, Share]:
    """Every figure of some cases that count, of models in their layers, and of failures."""
    held: dict[Figure, Sequence[bool]] = {
        "first": [result.place == 1 for result in counted],
        "acceptable": [result.is_acceptable for result in counted],
        "three": [result.place <= 3 for result in counted],
        "five": [result.place <= 5 for result in counted],
        "leads": [each.leads for each in placed],
        "design": [not set(result.parts).isdisjoint(result.case.chosen) for result in counted],
        "failures": [model in result.failures for result, model in failed],
        "beside": [model in result.failed_beside for result, model in failed],
    }
    return {figure: share(sum(held[figure]), len(held[figure])) for figure in FIGURES}
