"""Linting a consultant's templates: what would fail when they are filled, and what is never seen."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from svcmodel.domain.records import LANGUAGES
from svcmodel.errors import Problem, severity_of
from svcmodel.sources.readers import nearest
from svcmodel.sources.template_folder import SHIPPED, TemplateFolder
from svcmodel.sources.template_sentences import sentences
from svcmodel.sources.template_trees import (
    beginning,
    blocks_in,
    constant,
    extended,
    made_in,
    parsed,
    undeclared,
)

ALWAYS = ("words", "lang")
"""What every template is given."""

_PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True)
class Given:
    """What documents are filled with: by the name of a template each name with the fields it has.

    A name without fields is not looked into. `filters`: ours, beside those of Jinja. `phrases`: the
    words, by file and path.
    """

    documents: Mapping[str, Mapping[str, Iterable[str]]]
    filters: tuple[str, ...]
    phrases: Mapping[str, Any]

    def names(self, template: str) -> dict[str, frozenset[str]]:
        """The names a template knows; one that is part of others knows what any document does."""
        own = self.documents.get(template)
        tables = [own] if own is not None else list(self.documents.values())
        known = {name: frozenset(fields) for table in tables for name, fields in table.items()}
        return {**known, **dict.fromkeys(ALWAYS, frozenset[str]())}


_NAMING: Any = (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import)


def check_templates(folder: TemplateFolder, given: Given) -> dict[str, tuple[Problem, ...]]:
    """The problems of each Jinja template of a folder, in reading order. Nothing in them is run."""
    return {
        name: tuple(sorted(_Lint(folder, given, name).problems(), key=Problem.sort_key))
        for name in folder.named(".j2")
    }


class _Lint:
    """The checks of one template."""

    def __init__(self, folder: TemplateFolder, given: Given, name: str) -> None:
        self.folder = folder
        self.given = given
        self.name = name
        self.text = folder(name) or ""
        self.lines = self.text.splitlines()

    def problems(self) -> Iterator[Problem]:
        """Everything wrong with it; of a template that cannot be read, where that is."""
        try:
            self.tree = parsed(self.text)
        except TemplateSyntaxError as error:
            yield self.problem("E114", error.lineno, detail=error.message or "")
            return
        yield from self.templates()
        yield from self.blocks()
        yield from self.filters()
        yield from self.names()
        yield from self.fields()
        yield from self.phrases()
        yield from self.unused()
        for line, text in sentences(self.tree, self.name):
            yield self.problem("W232", line, text.split()[0], text=text)

    def problem(self, code: str, line: int, sign: str = "", **values: str) -> Problem:
        """A problem at a line, at the column of a sign where it stands in that line."""
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        found = re.search(rf"(?<!\w){re.escape(sign)}(?!\w)", shown) if sign else None
        column = found.start() + 1 if found else len(shown) - len(shown.lstrip()) + 1
        place = self.folder.place(self.name)
        return Problem(code, place, line, column, sign, values, severity_of(code))

    @cached_property
    def parents(self) -> list[nodes.Template]:
        """The templates it extends, the nearest first."""
        found: list[nodes.Template] = []
        tree, names = self.tree, {self.name}
        while (name := extended(tree)) and name not in names:
            names.add(name)
            text = self.folder(name)
            try:
                tree = parsed(text or "")
            except TemplateSyntaxError:  # told where that template is checked
                break
            found.append(tree)
        return found

    def templates(self) -> Iterator[Problem]:
        """E455 for a template that is named and does not exist; W233 for one that nothing names."""
        for node in self.tree.find_all(_NAMING):
            name = constant(node.template)
            missing = getattr(node, "ignore_missing", False)
            if name is not None and not missing and self.folder(name) is None:
                yield self.problem("E455", node.lineno, name)
        if self.folder(SHIPPED + self.name) is None and not self.is_named():
            known = [*self.given.documents]
            yield self.problem("W233", 1, nearest=nearest(self.name, known), known=", ".join(known))

    def is_named(self) -> bool:
        """Whether another template of the folder names it."""
        files = (self.folder(name) or "" for name in self.folder.named(".j2") if name != self.name)
        return any(f'"{self.name}"' in text or f"'{self.name}'" in text for text in files)

    def blocks(self) -> Iterator[Problem]:
        """E454 for a block that no template it extends has; W231 for what stands outside of blocks."""
        if extended(self.tree) is None:
            return
        known = {b.name for tree in self.parents for b in tree.find_all(nodes.Block)}
        inner = {b for block in self.tree.find_all(nodes.Block) for b in blocks_in(block)}
        for block in self.tree.find_all(nodes.Block):
            if known and block.name not in known and block.name not in inner:
                near, all_ = nearest(block.name, known), ", ".join(sorted(known))
                yield self.problem("E454", block.lineno, block.name, nearest=near, known=all_)
        for node in self.tree.body:
            for data in node.nodes if isinstance(node, nodes.Output) else ():
                if not isinstance(data, nodes.TemplateData) or data.data.strip():
                    yield self.problem("W231", data.lineno)
                    return

    def filters(self) -> Iterator[Problem]:
        """E451 for a filter or test that does not exist, E456 for what makes text into markup."""
        made = ImmutableSandboxedEnvironment()
        for node in self.tree.find_all((nodes.Filter, nodes.Test)):
            known = (
                [*made.filters, *self.given.filters]
                if isinstance(node, nodes.Filter)
                else [*made.tests]
            )
            if node.name not in known:
                near = nearest(node.name, known)
                yield self.problem("E451", node.lineno, node.name, nearest=near)
            elif node.name == "safe" and not self.is_shipped(node.lineno):
                yield self.problem("E456", node.lineno, "safe")
        for scope in self.tree.find_all(nodes.ScopedEvalContextModifier):
            yield self.problem("E456", scope.lineno, "autoescape")

    def is_shipped(self, line: int) -> bool:
        """Whether the shipped template of the same name has this line too."""
        shipped = (self.folder(SHIPPED + self.name) or "").splitlines()
        return self.lines[line - 1] in shipped

    def names(self) -> Iterator[Problem]:
        """E450 for each name that nothing gives, where it first stands."""
        trees = [self.tree, *self.parents]
        known = {*self.given.names(self._document()), *ImmutableSandboxedEnvironment().globals}
        if self.name not in self.given.documents:  # what it is part of may have made more
            trees += self.documents()
        known |= {name for tree in trees for name in made_in(tree)}
        unknown = undeclared(self.tree) - known - {"self", "super", "loop", "caller"}
        for node in self.tree.find_all(nodes.Name):
            if node.ctx == "load" and node.name in unknown:
                unknown.discard(node.name)
                near, all_ = nearest(node.name, known), ", ".join(sorted(self._given()))
                yield self.problem("E450", node.lineno, node.name, nearest=near, known=all_)

    def documents(self) -> list[nodes.Template]:
        """Every template that can name this one: the folder's own and the shipped documents."""
        names = [*self.folder.named(".j2"), *(SHIPPED + name for name in self.given.documents)]
        texts = (self.folder(name) or "" for name in names if name != self.name)
        found = []
        for text in texts:
            with contextlib.suppress(TemplateSyntaxError):  # told where that template is checked
                found.append(parsed(text))
        return found

    def _document(self) -> str:
        """The document it is, by its own name or by that of the template it extends."""
        return self.name.removeprefix(SHIPPED)

    def _given(self) -> dict[str, frozenset[str]]:
        return self.given.names(self._document())

    def fields(self) -> Iterator[Problem]:
        """E457 for a field that a given thing does not have."""
        bound = {n.name for n in self.tree.find_all(nodes.Name) if n.ctx in ("store", "param")}
        for node in self.tree.find_all(nodes.Getattr):
            owner = node.node.name if isinstance(node.node, nodes.Name) else ""
            fields = self._given().get(owner) if owner not in bound else None
            if fields and node.attr not in fields:
                near, all_ = nearest(node.attr, fields), ", ".join(sorted(fields))
                values = {"owner": owner, "nearest": near, "known": all_}
                yield self.problem("E457", node.lineno, node.attr, **values)

    def phrases(self) -> Iterator[Problem]:
        """E452 for a phrase that is not written, E453 for one whose gaps are not filled in."""
        for call in self.tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name) or call.node.name != "words" or not call.args:
                continue
            path, whole = beginning(call.args[0])
            if path is None:
                continue
            found = phrase(self.given.phrases, path if whole else path.rpartition(".")[0])
            if found is None or (whole and not set(LANGUAGES) <= set(found)):
                yield self.problem("E452", call.lineno, path)
            elif whole and call.dyn_kwargs is None:
                gaps = {name for lang in LANGUAGES for name in _PLACE.findall(str(found[lang]))}
                lacking = gaps - {argument.key for argument in call.kwargs}
                if lacking:
                    names = ", ".join(sorted(lacking))
                    yield self.problem("E453", call.lineno, path, names=names)

    def unused(self) -> Iterator[Problem]:
        """W230 for a variable or macro that nothing uses, here or in what extends or imports this."""
        shipped = self.folder(SHIPPED + self.name) or ""
        files = [self.folder(name) or "" for name in self.folder.named(".j2") if name != self.name]
        elsewhere = set(re.findall(r"\w+", " ".join([*files, shipped])))
        used = {n.name for n in self.tree.find_all(nodes.Name) if n.ctx == "load"} | elsewhere
        for tree in self.parents:
            used |= {n.name for n in tree.find_all(nodes.Name) if n.ctx == "load"}
        for name, line in made_in(self.tree).items():
            if name not in used:
                yield self.problem("W230", line, name)


def phrase(phrases: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """What stands at a path of the words: a phrase, or phrases; None where nothing does."""
    node: Any = phrases
    for step in path.split("."):
        try:
            node = node[step]
        except (KeyError, TypeError, IndexError):
            return None
    return node if isinstance(node, Mapping) else None
