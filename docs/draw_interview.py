"""Draw the figures of docs/interview.md again: how soon an interview knows, in three orders.

Run from the top folder: python -m docs.draw_interview

It interviews every example and every case of the casebook in each order, which takes minutes. Only the
table between the two marks is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.interview import AFTER, GROUPS, Figures, Said, all_figures

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "interview.md"
BLOCK = re.compile(r"(<!-- drawn: figures -->\n).*?(<!-- end -->)", re.DOTALL)
ORDERS = {
    "adaptive": "what matters first",
    "printed": "as printed",
    "random": "at random",
}


def main() -> None:
    """Write the page."""
    table = "\n".join(rows(all_figures()))
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda m: f"{m[1]}\n{table}\n\n{m[2]}", text), encoding="utf-8")
    print(f"Drawn: {PAGE.relative_to(ROOT)}")


def rows(found: Iterable[Figures]) -> Iterator[str]:
    """The table: a row for each group of companies and order."""
    heads = [f"after {n}" for n in AFTER]
    yield (
        "| asked | order | "
        + " | ".join(heads)
        + " | after a third | very likely after | it was right"
        " | settled after |"
    )
    yield "|---|---|" + "--:|" * (len(heads) + 4)
    for one in found:
        agreement = [f"{100 * one.agreement[n]:.1f} %" for n in (*AFTER, one.questions // 3)]
        likely = _count(one.very_likely)
        said = (likely, f"{one.held} of {one.very_likely.walks}", _count(one.settled))
        name = f"{one.companies} {NAMES[one.group]}, {one.questions} questions"
        yield f"| {' | '.join((name, ORDERS[one.order], *agreement, *said))} |"


NAMES = dict(zip(GROUPS, ("examples", "cases"), strict=True))


def _count(said: Said) -> str:
    """The median number of questions, and in how many walks it came to that."""
    return "never" if said.after is None else f"{said.after:g} ({said.walks} of {said.of})"


if __name__ == "__main__":
    main()
