"""Questions in words: for a printed questionnaire and for the comments of a new answer file."""

from __future__ import annotations

import json
from collections.abc import Iterable

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import (
    Choice,
    MultiChoice,
    Number,
    Option,
    Percentage,
    Question,
    Questionnaire,
    Ranking,
    Rating,
    YesNo,
)
from svcmodel.domain.values import Value
from svcmodel.render.words import Words

COMMENT_WIDTH = 110
SCHEMA_FILE = "answers.schema.json"


def question_text(question: Question, words: Words, *, plain: bool = False) -> str:
    """The question as it is asked; without jargon where `plain` and such a wording exists."""
    text = question.plain if plain and question.plain else question.text
    return text.to(words.lang)


def label(question: Question, words: Words) -> str:
    """What a question asks, in a few words where it has them."""
    return (question.short or question.text).to(words.lang)


def answer_text(question: Question, value: Value, words: Words) -> str:
    """An answer as it is read: options by their labels, levels by their words, figures with units."""
    match question, value:
        case Choice(), str():
            return _labels(question.options, (value,), words)[0]
        case MultiChoice() | Ranking(), tuple():
            return "; ".join(_labels(question.options, value, words))
        case Rating(), int():
            anchor = question.anchors.get(value)
            of_five = words("catalogue.answer.of_five", level=value)
            return f"{anchor.to(words.lang)} ({of_five})" if anchor else of_five
        case YesNo(), bool():
            return words(f"catalogue.answer.{'yes' if value else 'no'}")
        case Number(), int() | float():
            return f"{words.figure(value)} {question.unit.to(words.lang)}"
        case Percentage(), int() | float():
            return words("catalogue.answer.percentage", figure=words.figure(value))
        case _:
            return str(value)


def answer_lines(question: Question, words: Words) -> list[str]:
    """What can be answered, one line an option."""
    match question:
        case Rating():
            return [f"{n}: {text.to(words.lang)}" for n, text in sorted(question.anchors.items())]
        case Choice():
            return _options(question.options, words)
        case MultiChoice():
            return [
                words("catalogue.question.multi", options=""),
                *_options(question.options, words),
            ]
        case Ranking():
            head = words("catalogue.question.ranking", options="")
            return [head, *_options(question.options, words)]
        case Number():
            return [words("catalogue.question.unit", unit=question.unit.to(words.lang))]
        case Percentage():
            ends = {"minimum": f"{question.minimum:g}", "maximum": f"{question.maximum:g}"}
            return [words("catalogue.question.percentage", **ends)]
        case YesNo():
            return [words("catalogue.question.yes_no")]
        case _:
            return [words("catalogue.question.text")]


def aside(question: Question, words: Words) -> str:
    """Who knows, how long it takes, where to look it up."""
    who = words(f"catalogue.asks.{question.asks}")
    said = [words("catalogue.question.asks", who=who)]
    minutes = words.number(question.minutes, 0 if question.minutes == int(question.minutes) else 1)
    said.append(words("catalogue.question.minutes", minutes=minutes))
    if question.ask_when is not None:
        said.append(words("catalogue.question.conditional"))
    if question.find_in is not None:
        said.append(words("catalogue.question.find", place=question.find_in.to(words.lang)))
    return "; ".join(said)


def new_answers(questionnaire: Questionnaire, catalogue: Catalogue, words: Words) -> str:
    """An answer file with every question as a comment, ready to be filled in."""
    name = questionnaire.file.id
    lines = [f"# yaml-language-server: $schema=./{SCHEMA_FILE}"]
    for key in ("head_1", "head_2", "head_3"):
        lines += _comment(words(f"catalogue.new.{key}", questionnaire=name))
    lines += [
        "format: svcmodel/answers/1",
        f"subject: {words('catalogue.new.subject')}",
        f"lang: {words.lang}",
        f"questionnaire: {name}",
        f"questionnaire_version: {json.dumps(questionnaire.file.version)}",
        "answers:",
    ]
    plain = questionnaire.file.words == "plain"
    for section in questionnaire.file.sections:
        lines += ["", f"  # === {section.title.to(words.lang)} ==="]
        for id_ in section.questions:
            lines += _question_comment(questionnaire.bank[id_], words, plain=plain)
    return "\n".join([*lines, *_optional(catalogue, words)]) + "\n"


def _question_comment(question: Question, words: Words, *, plain: bool) -> list[str]:
    said = [question_text(question, words, plain=plain), question.hint.to(words.lang)]
    lines = [""]
    for text in said:
        lines += _comment(text, "  ")
    for option in answer_lines(question, words):
        lines += _comment(option, "  ", "    ")
    return [*lines, *_comment(f"({aside(question, words)})", "  "), f"  # {question.id}:"]


def _optional(catalogue: Catalogue, words: Words) -> list[str]:
    weights = ", ".join(f"{dimension.id}: 1" for dimension in catalogue.head.dimensions)
    return [
        "",
        *_comment(words("catalogue.new.weights")),
        f"# weights: {{{weights}}}",
        "# important: []",
        *_comment(words("catalogue.new.constraints")),
        "# constraints:",
        "#   - {id: my_contract, keep: in_house, reason: ..., until: 2027-12-31}",
        *_comment(words("catalogue.new.team")),
        "# team:",
        "#   - {name: ..., roles: [service_lead], days_a_week: 1}",
        *_comment(words("catalogue.new.segments")),
        "# segments:",
        "#   - id: my_segment",
        "#     name: ...",
        "#     share: 50",
        "#     answers:",
    ]


def _labels(options: Iterable[Option], chosen: Iterable[str], words: Words) -> list[str]:
    by_id = {option.id: option.label.to(words.lang) for option in options}
    return [by_id.get(id_, id_) for id_ in chosen]  # what stands for a redacted answer is no option


def _options(options: Iterable[Option], words: Words) -> list[str]:
    return [f"{option.id}: {option.label.to(words.lang)}" for option in options]


def _comment(text: str, indent: str = "", hanging: str = "") -> list[str]:
    """The text as comment lines of bounded width."""
    lines, line = [], ""
    for word in text.split():
        if line and len(indent) + len(hanging) + len(line) + len(word) + 3 > COMMENT_WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [f"{indent}# {hanging}{part}" for part in [*lines, line] if part]
