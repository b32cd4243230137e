"""How easy a text is to read: its words, sentences and syllables, and one figure from them.

Spanish: the perspicuity of Szigriszt-Pazos (1993), read on the INFLESZ scale.
English: the reading ease of Flesch (1948). In both, more is easier, and plain prose lies about 50 to 80.

Both look at the length of words and sentences and at nothing else: they do not see whether a text is
true, well ordered or clear. Other limits: numbers are no words; a full stop ends a sentence where a
capital follows, so an abbreviation before a name ends one too. Spanish syllables follow the spelling
and fail only for words of other languages. English spelling does not tell its syllables: the rules
here agree with a pronouncing dictionary for about 98 in 100 words of the texts that ship.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from svcmodel.domain.records import LANGUAGES, Lang

LABEL = 3
"""Texts of so many words or fewer are names and labels, not prose; `count_prose` leaves them out."""

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_GAP = re.compile(r"\{[^{}]*\}")
_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”»)]))\s+(?=[¿¡«“\"'(]*[A-ZÁÉÍÓÚÑÜ])")


class Said(NamedTuple):
    """A text of a data file: where it stands, its language, its words."""

    at: tuple[str | int, ...]
    lang: Lang
    text: str


@dataclass(frozen=True)
class Counts:
    """What the figure is made of."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
        )


def said_in(data: Any, at: tuple[str | int, ...] = ()) -> Iterator[Said]:
    """Every text in a data file that stands there in both languages, in its order."""
    if isinstance(data, Mapping) and set(data) == set(LANGUAGES):
        for lang in LANGUAGES:
            yield from (Said(where, lang, text) for where, text in _leaves(data[lang], at))
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from said_in(value, (*at, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from said_in(value, (*at, number))


def sentences_in(text: str) -> list[str]:
    """The sentences of a text: each ends with its stop, question or exclamation mark, the last anyhow."""
    return [sentence for sentence in _END.split(text.strip()) if sentence]


def words_in(text: str) -> list[str]:
    """The words of a text: numbers and {names} to fill in are none; one with a hyphen is one."""
    return _WORD.findall(_GAP.sub(" ", text))


def count(text: str, lang: Lang) -> Counts:
    """The words of a text, its sentences that have any, and its syllables."""
    words = words_in(text)
    sentences = sum(1 for sentence in sentences_in(text) if words_in(sentence))
    return Counts(len(words), sentences, sum(syllables(word, lang) for word in words))


def count_prose(texts: Iterable[str], lang: Lang) -> Counts:
    """The counts of all texts together, leaving out names and labels."""
    prose = (text for text in texts if len(words_in(text)) > LABEL)
    return sum((count(text, lang) for text in prose), start=Counts())


def ease(counts: Counts, lang: Lang) -> float:
    """The reading figure of a language. Raises `ZeroDivisionError` where there is no word."""
    per_sentence = counts.words / counts.sentences
    per_word = counts.syllables / counts.words
    if lang == "es":
        return 206.835 - 62.3 * per_word - per_sentence
    return 206.835 - 84.6 * per_word - 1.015 * per_sentence


def syllables(word: str, lang: Lang) -> int:
    """The syllables of a word, one at least; those of the parts of a word with a hyphen are added."""
    parts = re.split(r"['’\-]", word.lower()) if lang == "es" else word.lower().split("-")
    return sum(max(1, _SYLLABLES[lang](part)) for part in parts if part)


# Spanish: a silent u, an h between vowels and a y that sounds as i are settled first. Every strong
# vowel is a syllable, and so is an accented weak one beside it; weak ones alone make one together.
_SILENT_U = re.compile(r"(?<=[qg])u(?=[eéií])")
_SILENT_H = re.compile(r"(?<![cs])h")
_FINAL_Y = re.compile(r"y\b")
_RUN = re.compile(r"[aeiouáéíóúü]+")
_STRONG = re.compile(r"[aeoáéó]")
_SPLIT = re.compile(r"[íú](?=[aeoáéó])|(?<=[aeoáéó])[íú]")


def _spanish(word: str) -> int:
    sounds = _FINAL_Y.sub("i", _SILENT_H.sub("", _SILENT_U.sub("", word)))
    return sum(
        max(1, len(_STRONG.findall(run)) + len(_SPLIT.findall(run))) for run in _RUN.findall(sounds)
    )


# English: each group of vowels is a syllable, but for an e that is not sounded ("asked", "times",
# "useful", not "table" or "centre"); some groups are two ("area", "paying").
_GROUP = re.compile(r"[aeiouy]+")
_UNSOUNDED = re.compile(
    r"(?<![aeiouy])(?<![^aeiouylr][lr])e\Z"
    r"|(?<![aeiouytd])(?<![^aeiouylr][lr])ed\Z"
    r"|(?<![aeiouyscxzg])(?<![sc]h)(?<![^aeiouylr][lr])es\Z"
    r"|(?<![aeiouyl])e(?=(?:ments?|ly|ful|ty)\Z)|(?<=^som)e(?=.)"
)
_TWO = re.compile(
    r"i[ao](?!n|l\Z)|(?<![ctsg])i[ao]n|(?<!q)ua(?!g)|uou|[aeoy]ing|eo(?![up])|[dr]ea\Z|[ao]y(?=[aeo])|oe(?=v)|pl?ier"
)


def _english(word: str) -> int:
    word = re.sub("['’]s?", "", word)
    sounded = _UNSOUNDED.sub("", word)
    return len(_GROUP.findall(sounded)) + len(_TWO.findall(sounded))


_SYLLABLES: Mapping[Lang, Callable[[str], int]] = {"es": _spanish, "en": _english}


def _leaves(data: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, str):
        yield at, data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _leaves(value, (*at, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _leaves(value, (*at, number))
