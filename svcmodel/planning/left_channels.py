"""What becomes of e-mail, and of the channels that a design leaves out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from svcmodel.domain.assessment import Design
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Facts, evaluate
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_rules import PlanRules
from svcmodel.domain.plan_service import EmailAdvice, LeftChannels


@dataclass(frozen=True)
class ChannelsAside:
    """Tells what a design does not go on with. `told`: what each question was answered."""

    rules: PlanRules
    catalogue: Catalogue
    design: Design
    parts: Collection[str]
    facts: Facts
    told: Mapping[str, Said]

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The channels customers use today, the most used first."""
        said = self.told.get(self.catalogue.head.channel_rules.use_question)
        return said.value if said is not None and isinstance(said.value, tuple) else ()

    @cached_property
    def chosen(self) -> frozenset[str]:
        """The channels of the design."""
        return frozenset(choice.channel for choice in self.design.channels)

    @cached_property
    def mail(self) -> frozenset[str]:
        """E-mail, where the rules say which channel that is."""
        return frozenset({self.rules.email.channel} if self.rules.email is not None else ())

    @cached_property
    def closing(self) -> tuple[str, ...]:
        """The channels in use that are no longer offered, e-mail among them; never the preferred one."""
        gone = self.mail - self.chosen | {*self.left_in_use} - {self.preferred()}
        return tuple(id_ for id_ in self.used if id_ in gone)

    @cached_property
    def carried(self) -> frozenset[str]:
        """The channels that a model of the design goes on with as its own."""
        rules = self.rules.left.carried if self.rules.left is not None else {}
        return frozenset(id_ for id_, by in rules.items() if not set(by).isdisjoint(self.parts))

    @cached_property
    def carried_on(self) -> tuple[str, ...]:
        """Those of them that are in use."""
        return tuple(id_ for id_ in self.used if id_ in self.carried)

    @cached_property
    def aside(self) -> frozenset[str]:
        """What is not told of here: e-mail, and what a model of the design goes on with."""
        return self.mail | self.carried

    @cached_property
    def left_in_use(self) -> tuple[str, ...]:
        """The channels in use, e-mail aside, that the design leaves out."""
        return tuple(id_ for id_ in self.used if id_ not in self.chosen | self.aside)

    def email(self, closes: str | None) -> EmailAdvice | None:
        """What to do about e-mail; nothing where it is neither used nor wanted, or not known.

        `closes`: the day from which it is closed, where it is.
        """
        rules = self.rules.email
        if rules is None:
            return None
        wanted = rules.channel in self.chosen
        if rules.channel not in self.used:
            return EmailAdvice("open", rules.open, None) if wanted else None
        if wanted:
            return EmailAdvice("keep", rules.keep, None)
        return EmailAdvice("close", rules.close, closes)

    def left(self, closes: str | None) -> LeftChannels | None:
        """The channels in use, e-mail aside, or preferred that are left out; nothing without any."""
        rules = self.rules
        preferred = self.preferred()
        preferred = None if preferred in self.chosen | self.aside else preferred
        if not self.left_in_use and preferred is None:
            return None
        capacity = self.catalogue.head.channel_rules.capacity
        holds = (each for each in capacity if evaluate(each.when, self.facts) is True)
        rule = next(holds, None)
        closing = not set(self.left_in_use).isdisjoint(self.closing)
        return LeftChannels(
            channels=self.left_in_use,
            preferred=preferred,
            reason=rule.reason if rule else None,
            close=rules.left.close if rules.left is not None and closing else None,
            closes=closes if closing else None,
        )

    def preferred(self) -> str | None:
        """The channel customers like best, where that was said."""
        rules = self.rules.left
        said = self.told.get(rules.preferred_question) if rules is not None else None
        known = said is not None and said.value in self.catalogue.models
        return str(said.value) if said is not None and known else None
