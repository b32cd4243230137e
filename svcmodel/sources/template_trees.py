"""What a Jinja template names, sets and asks for, read off its tree; nothing of it is run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment


@lru_cache(maxsize=64)  # what others extend or are part of is asked for again and again
def parsed(text: str) -> nodes.Template:
    """A template as a tree. Raises `TemplateSyntaxError`."""
    return ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True).parse(text)


def beginning(node: nodes.Expr) -> tuple[str | None, bool]:
    """The text an expression begins with, and whether that is all of it."""
    if isinstance(node, nodes.Concat):
        return beginning(node.nodes[0])[0], False
    if isinstance(node, nodes.Add):
        return beginning(node.left)[0], False
    return constant(node), True


def constant(node: nodes.Node) -> str | None:
    """The text of an expression that is one; None for any other."""
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def extended(tree: nodes.Template) -> str | None:
    """The name of the template that a template extends; None where it extends none."""
    found = tree.find(nodes.Extends)
    return constant(found.template) if found is not None else None


def blocks_in(block: nodes.Block) -> set[str]:
    """The names of the blocks that stand in a block: they are shown where it is."""
    return {inner.name for inner in block.find_all(nodes.Block)}


@lru_cache(maxsize=64)
def made_in(tree: nodes.Template) -> Mapping[str, int]:
    """What a template sets, imports or defines outside of blocks of its own, with the line."""
    made: dict[str, int] = {}
    sets: Any = tree.find_all((nodes.Assign, nodes.AssignBlock))
    for node in sets:
        made |= {n.name: node.lineno for n in _targets(node.target)}
    for imported in tree.find_all(nodes.FromImport):
        names = [name if isinstance(name, str) else name[1] for name in imported.names]
        made |= dict.fromkeys(names, imported.lineno)
    modules: Any = tree.find_all(nodes.Import)
    made |= {each.target: each.lineno for each in modules}
    for macro in tree.find_all(nodes.Macro):
        made[macro.name] = macro.lineno
    return made


def _targets(node: nodes.Node) -> list[nodes.Name]:
    return [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))


def undeclared(tree: nodes.Template) -> set[str]:
    """The names a template looks up and does not make itself.

    Jinja's own search for them compiles the template, and so works out whatever is constant in it.
    """
    names = list(tree.find_all(nodes.Name))
    made = {name.name for name in names if name.ctx != "load"} | set(made_in(tree))
    return {name.name for name in names if name.ctx == "load"} - made
