"""How balanced a catalogue is, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svcmodel.domain.balance import Balance, LayerBalance, Leader, ModelBalance
from svcmodel.domain.catalogue import Catalogue
from svcmodel.render.columns import aligned
from svcmodel.render.record_names import HASH_SHOWN, per_cent
from svcmodel.render.words import Words

INDENT = "  "
NUMBERS = range(1, 7)


def balance_text(balance: Balance, catalogue: Catalogue, words: Words) -> str:
    """The layers one table each, then what leads too often and what decides nothing."""
    told = _Told(balance, catalogue, words)
    sections = [told.head(), *map(told.layer, balance.layers)]
    sections += [told.leaders(), told.idle(), told.dominated()]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


class _Told:
    """The sections of the text."""

    def __init__(self, balance: Balance, catalogue: Catalogue, words: Words) -> None:
        self.balance, self.catalogue, self.words = balance, catalogue, words

    def head(self) -> Iterator[str]:
        balance, words, head = self.balance, self.words, self.catalogue.head
        shown = self.catalogue.hash[:HASH_SHOWN]
        yield words("balance.title", catalogue=head.id, version=head.version, hash=shown)
        yield words(
            "balance.tried",
            companies=words.number(balance.companies),
            seed=balance.seed,
            unknown=f"{per_cent(balance.unknown, 0):.0f}",
            cases=balance.cases,
        )
        yield words("balance.random")
        yield words("balance.columns")

    def layer(self, layer: LayerBalance) -> list[str]:
        counts = [self.words(f"balance.column.{name}") for name in ("chosen", "excluded", "barred")]
        cases = self.words("balance.column.cases")
        name = self.catalogue.layers[layer.layer].name.to(self.words.lang)
        head = (name, *counts, *(f"{cases}: {count.lower()}" for count in counts), "")
        rows = [head, *map(self._row, layer.models)]
        return aligned(rows, to_the_right=NUMBERS)

    def leaders(self) -> Iterator[str]:
        lines = (self._leader(leader) for leader in self.balance.leaders)
        return self._listed("leaders", lines)

    def idle(self) -> Iterator[str]:
        lines = (
            self.words(
                "balance.idle.line",
                criterion=self.catalogue.criteria[each.criterion].name.to(self.words.lang),
                effects=each.effects,
                conditions=each.conditions,
            )
            for each in self.balance.idle
        )
        return self._listed("idle", lines)

    def dominated(self) -> Iterator[str]:
        lines = (
            self.words(
                f"balance.dominated.{'proved' if each.is_proved else 'tried'}",
                model=self._name(each.model),
                by=self._name(each.by),
            )
            for each in self.balance.dominated
        )
        return self._listed("dominated", lines)

    def _listed(self, section: str, lines: Iterable[str]) -> Iterator[str]:
        yield self.words(f"balance.{section}.heading")
        yield from (INDENT + line for line in list(lines) or [self.words("balance.none")])

    def _row(self, each: ModelBalance) -> tuple[str, ...]:
        name = self._name(each.model)
        if each.is_baseline:
            name = self.words("balance.baseline", model=name)
        counts = (self.words.number(count) for count in (*each.companies, *each.cases))
        remark = self.words("balance.never_wins") if each.never_wins else ""
        return (INDENT + name, *counts, remark)

    def _leader(self, leader: Leader) -> str:
        explained = self.words.phrases["balance"]["why"]
        why = leader.layer if leader.layer in explained else "other"
        return self.words(
            f"balance.leaders.{'finding' if leader.is_finding else 'told'}",
            layer=self.catalogue.layers[leader.layer].name.to(self.words.lang),
            model=self._name(leader.model),
            cases=leader.cases,
            of=leader.of,
            why=self.words(f"balance.why.{why}"),
        )

    def _name(self, model: str) -> str:
        return self.catalogue.models[model].name.to(self.words.lang)
