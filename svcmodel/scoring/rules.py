"""Requirements, cautions and obligations as they stand for one company."""

from __future__ import annotations

from collections.abc import Iterable

from svcmodel.domain.assessment import (
    CautionResult,
    ObligationResult,
    Readiness,
    RuleResult,
    RuleState,
    Status,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Condition, Facts, Truth, criteria_in, evaluate, questions_in
from svcmodel.domain.models import Obligation, ServiceModel


def rule_results(model: ServiceModel, facts: Facts) -> tuple[RuleResult, ...]:
    """The state of each requirement of a model."""
    return tuple(
        RuleResult(
            rule.id,
            rule.effect,
            _state(evaluate(rule.broken_if, facts)),
            _looked_at(rule.broken_if),
        )
        for rule in model.requirements
    )


def caution_results(model: ServiceModel, facts: Facts) -> tuple[CautionResult, ...]:
    """The cautions of a model that apply or may apply."""
    states = ((caution, _state(evaluate(caution.when, facts))) for caution in model.cautions)
    return tuple(
        CautionResult(caution.id, state, _looked_at(caution.when))
        for caution, state in states
        if state != "met"
    )


def status(rules: Iterable[RuleResult]) -> Status:
    """Excluded by a broken rule, possible while one is open, else clear."""
    states = {rule.state for rule in rules if rule.effect == "excludes"}
    if "broken" in states:
        return "excluded"
    return "possible" if "open" in states else "clear"


def may_lead(rules: Iterable[RuleResult]) -> bool:
    """Whether nothing bars a model from being the chosen one of its layer."""
    return not any(r.state == "broken" and r.effect in ("excludes", "not_as_lead") for r in rules)


def readiness(cautions: Iterable[CautionResult]) -> Readiness:
    """`prepare` when a weak prerequisite applies, `check` when one may, else `ready`."""
    states = {caution.state for caution in cautions}
    if "broken" in states:
        return "prepare"
    return "check" if "open" in states else "ready"


def obligation_state(obligation: Obligation, facts: Facts, on: str) -> Truth:
    """Whether an obligation belongs in a plan made on the day `on` (YYYY-MM-DD).

    One that binds from a later day belongs in it too: a plan prepares for what is coming.
    """
    if obligation.until is not None and on > obligation.until:
        return False
    return evaluate(obligation.applies_if, facts)


def obligation_results(
    obligations: Iterable[Obligation], facts: Facts, on: str, parts: Iterable[str]
) -> tuple[ObligationResult, ...]:
    """The obligations that apply or may apply to a design made of `parts`."""
    present = set(parts)
    results = []
    for obligation in obligations:
        truth = obligation_state(obligation, facts, on)
        concerned = not obligation.touches or not present.isdisjoint(obligation.touches)
        if truth is not False and concerned:
            because = _looked_at(obligation.applies_if)
            results.append(
                ObligationResult(
                    obligation.id, "applies" if truth else "open", obligation.channels, because
                )
            )
    return tuple(results)


def contradictions(catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    """The ids of the pairs of answers that can hardly both be true. Reported, never resolved."""
    return tuple(pair.id for pair in catalogue.contradictions if evaluate(pair.when, facts))


def _state(broken: Truth) -> RuleState:
    if broken is None:
        return "open"
    return "broken" if broken else "met"


def _looked_at(condition: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*criteria_in(condition), *questions_in(condition)]))
