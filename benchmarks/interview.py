"""How soon an interview knows: the order that asks what matters beside the printed and a random one.

    python -m benchmarks.interview

Every example is answered from its file, facts and all; every case of the casebook by its levels, where
a level stands for its question and a level that is missing is answered "unknown". A walk asks one
question after another and compares the design so far with the one that all answers give. It takes
minutes; docs/interview.md shows what came of it (`python -m docs.draw_interview`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from multiprocessing import Pool
from pathlib import Path
from statistics import mean, median
from typing import Literal, NamedTuple
from zlib import crc32

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.criteria import questions_of
from svcmodel.domain.questions import Questionnaire
from svcmodel.interview.session import Session, start
from svcmodel.scoring.case_record import case_sheet
from svcmodel.scoring.decide import decide
from svcmodel.scoring.draws import random_bytes
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.case_files import load_answered_cases
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-01-15"
SEED = 20_260_115
AFTER = (10, 20, 30)
RANDOM_ORDERS = {"examples": 3, "casebook": 1}
"""In how many random orders each company of a group is asked."""
PROCESSES = 2
MESSAGES: Mapping[str | None, tuple[str, ...]] = {
    None: (),
    "very_likely": ("very_likely",),
    "settled": ("very_likely", "settled"),
}
"""What may be said of a design: what is settled is very likely too."""

Group = Literal["examples", "casebook"]
Order = Literal["adaptive", "printed", "random"]
GROUPS: tuple[Group, ...] = ("examples", "casebook")
ORDERS: tuple[Order, ...] = ("adaptive", "printed", "random")


class Company(NamedTuple):
    """Whom to interview: what is asked, and all that would be answered."""

    questionnaire: Questionnaire
    sheet: AnswerSheet


class Walk(NamedTuple):
    """One interview to its end.

    `agreeing`: the share of layers decided as by all answers, after each question. `very_likely`,
    `settled`: after how many questions that was said of the design, None for never; `held`: whether it
    was the design of all answers when it was first called very likely.
    """

    agreeing: tuple[float, ...]
    very_likely: int | None
    settled: int | None
    held: bool


class Said(NamedTuple):
    """When something was first said of a design: the median number of questions, in how many walks."""

    after: float | None
    walks: int
    of: int


class Figures(NamedTuple):
    """What came of the walks of a group in an order.

    `agreement`: the share of layers, by the number of questions asked. `held`: in how many of the
    walks in which the design was first called very likely it was the design of all answers.
    """

    group: Group
    order: Order
    companies: int
    questions: int
    agreement: Mapping[int, float]
    very_likely: Said
    settled: Said
    held: int


class Material:
    """Who is interviewed, read once by each process."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue that ships."""
        return load_catalogue()

    @cached_property
    def full(self) -> Questionnaire:
        """The full questionnaire."""
        return load_questionnaire("full")

    @cached_property
    def examples(self) -> tuple[Company, ...]:
        """The example companies."""
        files = sorted((ROOT / "examples").glob("*.yaml"))
        sheets = (load_answers(file, self.catalogue, self.full) for file in files)
        return tuple(Company(self.full, sheet) for sheet in sheets)

    @cached_property
    def casebook(self) -> tuple[Company, ...]:
        """The cases, asked one question for each criterion."""
        asked = self._one_for_each_criterion()
        cases = load_answered_cases(None, self.catalogue, asked.bank).cases
        return tuple(Company(asked, case_sheet(case)) for case in cases)

    def companies(self, group: Group) -> tuple[Company, ...]:
        """The companies of a group."""
        return self.examples if group == "examples" else self.casebook

    def _one_for_each_criterion(self) -> Questionnaire:
        sources = (criterion.level_from for criterion in self.catalogue.criteria.values())
        first = {next(questions_of(source)) for source in sources}
        sections = (
            replace(section, questions=tuple(id_ for id_ in section.questions if id_ in first))
            for section in self.full.file.sections
        )
        kept = tuple(section for section in sections if section.questions)
        return replace(self.full, file=replace(self.full.file, sections=kept))


@cache
def material() -> Material:
    """The material of this process."""
    return Material()


def walk(job: tuple[Group, int, Order, int]) -> Walk:
    """Interview a company of a group, by its number, in an order; `seed` tells random ones apart."""
    group, number, order, seed = job
    company = material().companies(group)[number]
    catalogue, bank = material().catalogue, company.questionnaire.bank
    whole = decide(catalogue, bank, company.sheet, DAY).design.layers
    session = _session(company, order, seed)
    agreeing: list[float] = []
    said: dict[str, int] = {}
    while session.at is not None:
        session = session.answered(session.at, _answer(company, session))
        sure = session.certainty
        alike = sum(sure.chosen[id_] == choice.chosen for id_, choice in whole.items())
        agreeing.append(alike / len(whole))
        for message in MESSAGES[sure.design]:
            said.setdefault(message, len(agreeing))
    likely = said.get("very_likely")
    held = likely is not None and agreeing[likely - 1] == 1
    return Walk(tuple(agreeing), likely, said.get("settled"), held)


def figures(group: Group, order: Order) -> Figures:
    """Interview every company of a group in an order."""
    companies = material().companies(group)
    seeds = range(RANDOM_ORDERS[group] if order == "random" else 1)
    jobs = [(group, number, order, seed) for seed in seeds for number in range(len(companies))]
    with Pool(PROCESSES) as pool:
        done = pool.map(walk, jobs, chunksize=1)
    questions = len(companies[0].questionnaire.questions)
    return Figures(
        group=group,
        order=order,
        companies=len(companies),
        questions=questions,
        agreement={n: _agreement(done, n) for n in (*AFTER, questions // 3)},
        very_likely=_said([one.very_likely for one in done]),
        settled=_said([one.settled for one in done]),
        held=sum(one.held for one in done),
    )


def all_figures() -> Iterator[Figures]:
    """The figures of every group in every order."""
    for group in GROUPS:
        for order in ORDERS:
            yield figures(group, order)


def _session(company: Company, order: Order, seed: int) -> Session:
    """The interview of a company, nothing asked yet."""
    asked = company.questionnaire
    if order == "random":
        asked = _shuffled(asked, f"{company.sheet.subject} {seed}")
    nothing_said = replace(company.sheet, answers={})
    in_order = order != "adaptive"
    return start(material().catalogue, asked, nothing_said, on=DAY, in_order=in_order)


def _shuffled(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """The questions in an order drawn by the stated generator, in one section."""
    ids = [question.id for question in questionnaire.questions]
    drawn = random_bytes(SEED + crc32(name.encode()), 8 * len(ids))
    keys = [drawn[place : place + 8] for place in range(0, len(drawn), 8)]
    mixed = tuple(id_ for _, id_ in sorted(zip(keys, ids, strict=True)))
    whole = replace(questionnaire.file.sections[0], questions=mixed)
    return replace(questionnaire, file=replace(questionnaire.file, sections=(whole,)))


def _answer(company: Company, session: Session) -> Answer:
    """What a company says to the question on the screen.

    Its answer, else the level of the criterion it feeds, else "unknown".
    """
    id_ = str(session.at)
    known = (id_, *session.situation.setting.feeds[id_])
    said = (company.sheet.answers.get(each) for each in known)
    return next((answer for answer in said if answer is not None), Answer(id_, "unknown"))


def _agreement(done: Sequence[Walk], asked: int) -> float:
    """The share of layers that agree after so many questions, or at an end that came before."""
    return mean(one.agreeing[min(asked, len(one.agreeing)) - 1] for one in done)


def _said(counts: Sequence[int | None]) -> Said:
    known = [count for count in counts if count is not None]
    return Said(median(known) if known else None, len(known), len(counts))


def main() -> int:
    """Print the figures; 1 where the adaptive order is not ahead of both others."""
    found = list(all_figures())
    for one in found:
        agree = "  ".join(f"{n}: {100 * share:5.1f} %" for n, share in one.agreement.items())
        said = f"very likely {tuple(one.very_likely)}, settled {tuple(one.settled)}"
        print(f"{one.group:<9} {one.order:<9} {agree}  {said}, held {one.held}")
    ahead = [
        adaptive.agreement[n] > other.agreement[n]
        for adaptive in found
        for other in found
        if adaptive.order == "adaptive" != other.order and adaptive.group == other.group
        for n in adaptive.agreement
    ]
    return 0 if all(ahead) else 1


if __name__ == "__main__":
    raise SystemExit(main())
