"""Draw docs/readability.md: how easy the texts of every data file are to read.

Run from the top folder: python -m docs.draw_readability
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.render.readability import LABEL, Counts, count_prose, ease, said_in
from svcmodel.sources.strict_yaml import parse_yaml
from svcmodel.sources.text_files import read_text

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "readability.md"
FOLDERS = ("models_catalog", "questionnaires", "templates/words")
FLOOR: dict[Lang, float] = {"es": 45, "en": 45}
"""What every file reaches in each language; a test holds it."""

HEAD = f"""\
# How easy the texts are to read

One row for each data file: the words of its texts and how easy they read, in each language. More is
easier. Spanish is the perspicuity of Szigriszt-Pazos, read on the INFLESZ scale: under 40 very hard,
40-55 somewhat hard, 55-65 normal, 65-80 quite easy, over 80 very easy. English is Flesch's reading
ease: under 50 hard, 50-60 fairly hard, 60-70 plain, over 70 easy. The two scales are not the same, so
compare down a column, not across.

The figures see the length of words and sentences and nothing else. Texts of {LABEL} words or fewer are left
out as labels, and so is `casebook_descriptions.yaml`, which holds each case in one language only.

Every file reaches {FLOOR["es"]:g} in Spanish and {FLOOR["en"]:g} in English; a test holds it.
`make readme` draws this page again.

| file | words es | words en | Spanish | English |
|---|--:|--:|--:|--:|
"""


class Row(NamedTuple):
    """A data file and what was counted in it, by language."""

    file: str
    counts: dict[Lang, Counts]


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Drawn: {PAGE.relative_to(ROOT)}")


def page() -> str:
    """The page as it should be now."""
    found = list(rows())
    whole = {lang: sum((row.counts[lang] for row in found), start=Counts()) for lang in LANGUAGES}
    lines = [_line(f"`{row.file}`", row.counts) for row in found]
    return HEAD + "\n".join([*lines, _line("**all together**", whole)]) + "\n"


def rows() -> Iterator[Row]:
    """Every data file with texts in both languages."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            said = list(said_in(parse_yaml(read_text(path)).data))
            counts = {
                lang: count_prose((text.text for text in said if text.lang == lang), lang)
                for lang in LANGUAGES
            }
            if all(counts[lang].words for lang in LANGUAGES):
                yield Row(str(path.relative_to(ROOT)), counts)


def _line(name: str, counts: dict[Lang, Counts]) -> str:
    words = (f"{counts[lang].words:,}" for lang in LANGUAGES)
    figures = (f"{ease(counts[lang], lang):.0f}" for lang in LANGUAGES)
    return f"| {' | '.join((name, *words, *figures))} |"


if __name__ == "__main__":
    main()
