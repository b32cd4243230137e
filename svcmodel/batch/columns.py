"""The columns of a batch's result: which there are, which are written, and what a row puts in them.

Columns come in groups, so that a whole group is asked for by one word. What stands in a column is said
by its kind; how a kind is written is the business of each format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from svcmodel.batch.rows import Row, core_models
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.errors import Problem, WrongUseError
from svcmodel.sources.readers import nearest

Kind = Literal["text", "id", "ids", "points", "count", "share", "truth", "json"]
"""What a column holds.

`text`: what people wrote. `id`, `ids`: our own words, one or several. `points`: millionths of a
point. `share`: millionths. `json`: text that is JSON.
"""


class Group(NamedTuple):
    """Columns that belong together: their names, their kind, and what a row puts in them.

    `deep`: whether a sheet has to be looked at for it as when it is scored alone (`deep.py`).
    `of`: the group it is one column of.
    """

    name: str
    columns: tuple[str, ...]
    kind: Kind
    values: Callable[[Row], Sequence[Any]]
    deep: bool = False
    of: Group | None = None

    @property
    def whole(self) -> tuple[str, ...]:
        """The columns of the group before it was reduced to one."""
        return self.of.columns if self.of else self.columns

    def all_values(self, row: Row) -> Sequence[Any]:
        """What a row puts in all columns of the group before it was reduced to one."""
        return self.of.values(row) if self.of else self.values(row)


class Layout(NamedTuple):
    """The groups of a result in order, each reduced to the columns asked for."""

    groups: tuple[Group, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [name for group in self.groups for name in group.columns]

    @property
    def kinds(self) -> list[Kind]:
        """The kind of every column."""
        return [group.kind for group in self.groups for _ in group.columns]

    @property
    def deep(self) -> frozenset[str]:
        """The groups for which a sheet has to be looked at as when it is scored alone."""
        return frozenset(group.name for group in self.groups if group.deep)

    def values(self, row: Row) -> Iterator[Any]:
        """What a row puts in the columns."""
        for group in self.groups:
            yield from group.values(row)


DEFAULT = (
    "subject", "design", "core", "excluded", "coverage", "scores", "ranges", "ranks", "versions",
)  # fmt: skip
ADD = "+"


def layout(
    catalogue: Catalogue,
    questionnaires: Callable[[str], Questionnaire],
    program: str,
    asked: str = "",
    *,
    plans: bool = False,
) -> Layout:
    """The columns asked for: names and groups with commas between, after a `+` beside the usual ones.

    With `plans` the last one says what the file of a sheet's plan is called.
    Raises `WrongUseError` (E420) for a name that no column and no group has.
    """
    every = all_groups(catalogue, questionnaires, program)
    words = [word.strip() for word in asked.removeprefix(ADD).split(",") if word.strip()]
    wanted = [*DEFAULT, *words] if asked.startswith(ADD) or not words else words
    known = [*every, *(name for group in every.values() for name in group.columns)]
    for word in wanted:
        if word not in known:
            values = {"id": word, "nearest": nearest(word, known)}
            raise WrongUseError([Problem("E420", path="--columns", values=values)])
    found = [_asked(word, every) for word in dict.fromkeys(wanted)]
    if plans:
        found.append(Group("plan", ("plan",), "id", lambda row: (row.plan,)))
    return Layout(tuple(found))


def _asked(word: str, every: dict[str, Group]) -> Group:
    """The group of a name, or the one column of that name."""
    if word in every:
        return every[word]
    group = next(group for group in every.values() if word in group.columns)
    place = group.columns.index(word)
    return group._replace(columns=(word,), values=lambda row: (group.values(row)[place],), of=group)


def all_groups(
    catalogue: Catalogue, questionnaires: Callable[[str], Questionnaire], program: str
) -> dict[str, Group]:
    """Every group by name."""
    core, layers = core_models(catalogue), tuple(catalogue.layers)

    def each(suffix: str) -> tuple[str, ...]:
        return tuple(f"{model}.{suffix}" for model in core)

    plain: list[Group] = [
        Group("subject", ("subject",), "text", lambda row: (row.subject,)),
        Group("design", layers, "id", lambda row: row.chosen),
        Group("core", ("core",), "ids", lambda row: (row.core,)),
        Group("excluded", ("excluded",), "ids", lambda row: (row.excluded,)),
        Group("coverage", ("coverage",), "share", lambda row: (row.share,)),
        Group("answered", ("answered",), "count", lambda row: (row.answered,)),
        Group("scores", each("score"), "points", lambda row: row.scores),
        Group("ranges", (*each("low"), *each("high")), "points", lambda row: row.lows + row.highs),
        Group("ranks", each("rank"), "count", lambda row: row.ranks),
        _versions(catalogue, questionnaires, program),
    ]
    return {group.name: group for group in [*plain, *_deep_groups(core, layers)]}


def _versions(
    catalogue: Catalogue, questionnaires: Callable[[str], Questionnaire], program: str
) -> Group:
    names = (
        "on", "program", "catalogue", "catalogue_version", "catalogue_hash",
        "questionnaire", "questionnaire_version", "questionnaire_hash", "answers_hash",
    )  # fmt: skip
    head = catalogue.head
    known: dict[str, tuple[str, ...]] = {}

    def values(row: Row) -> Sequence[str]:
        if row.questionnaire not in known:
            asked = questionnaires(row.questionnaire)
            ours = (program, head.id, head.version, catalogue.hash)
            known[row.questionnaire] = (*ours, asked.file.id, asked.file.version, asked.hash)
        return (row.on, *known[row.questionnaire], row.hash)

    return Group("versions", names, "id", values)


def _deep_groups(core: Sequence[str], layers: Sequence[str]) -> Iterator[Group]:
    """The groups that take a longer look at each sheet."""

    def deep(name: str, columns: Sequence[str], kind: Kind) -> Group:
        return Group(name, tuple(columns), kind, lambda row: row.more[name], deep=True)

    yield deep("settled", ["settled", *(f"{layer}.settled" for layer in layers)], "truth")
    yield deep("very_likely", [f"{layer}.very_likely" for layer in layers], "truth")
    yield deep("margin", [f"{layer}.margin" for layer in layers], "points")
    yield deep("lead_share", [f"{model}.lead_share" for model in core], "share")
    yield deep("channels", ["channels"], "ids")
    yield deep("contradictions", ["contradictions"], "ids")
    yield deep("contributions", [f"{model}.contributions" for model in core], "json")
