"""How long a person waits from one prompt to the next.

    python -m benchmarks.interview_pace

Prints the median over the examples in processor time: the first answer, which leaves nearly everything
open, and the last but one. A wait holds the answer, the choice of the next question by what matters,
its texts, and how sure the design is.
"""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median

from benchmarks.interview import DAY, Company, material
from svcmodel.domain.answers import Answer
from svcmodel.interview.session import Session, start

ROUNDS = 5
LIMITS = {"nearly nothing answered": 150, "all but one answered": 50}
"""Milliseconds on the machine the program is developed on."""


def wait(session: Session, answer: Answer) -> float:
    """The fastest of some runs from an answer to the next screen, in milliseconds."""
    taken = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        after = session.answered(str(session.at), answer)
        _ = after.current, after.progress, after.certainty
        taken.append(time.process_time() - begin)
    return 1000 * min(taken)


def waits(company: Company) -> tuple[float, float]:
    """The wait after the first answer, and after the one that leaves one question open."""
    catalogue, (asked, sheet) = material().catalogue, company
    unknown = {question.id: Answer(question.id, "unknown") for question in asked.questions}
    first = start(catalogue, asked, replace(sheet, answers={}), on=DAY)
    answers = {**unknown, **sheet.answers}
    given = [id_ for id_ in sheet.answers if first.dimension(id_) is not None]
    for id_ in given[:2]:
        del answers[id_]
    nearly = start(catalogue, asked, replace(sheet, answers=answers), on=DAY)
    said = (sheet.answers.get(str(at), unknown[str(at)]) for at in (first.at, nearly.at))
    return wait(first, next(said)), wait(nearly, next(said))


def main() -> int:
    """Print both waits; 1 when one is over its limit."""
    found = zip(*map(waits, material().examples), strict=True)
    within = []
    for (name, limit), taken in zip(LIMITS.items(), found, strict=True):
        ours = median(taken)
        within.append(ours <= limit)
        print(f"{name:<24} {ours:7.1f} ms (limit {limit} ms) {'ok' if within[-1] else 'OVER'}")
    return 0 if all(within) else 1


if __name__ == "__main__":
    raise SystemExit(main())
