"""Draw the figures of docs/validity.md and docs/deviations.md again.

Run from the top folder: python -m docs.draw_validity

The text between two marks is drawn: the record of the shipped catalogue on its casebook as it is
now, and the figures on cases held out from docs/held_out.json, which is the output of
`svcmodel catalogue fit --format json --date 2026-01-15` (some minutes). What was written by hand in
the last column of the cases that stay wrong is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from svcmodel.domain.case_record import FIGURES, GROUPINGS, ON_SCORES, Record
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.fitting import CAUTIONS, FOLDS
from svcmodel.render.documents import markdown
from svcmodel.render.record_names import (
    figure_name,
    group_name,
    hits,
    interval,
    model_names,
    per_cent,
    share_of,
)
from svcmodel.render.words import Words
from svcmodel.scoring.balance import balance
from svcmodel.scoring.case_record import case_record
from svcmodel.sources.case_files import load_answered_cases
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.words_files import load_words

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validity.md"
PAGES = (PAGE, ROOT / "docs" / "deviations.md")
HELD_OUT = ROOT / "docs" / "held_out.json"
DAY = "2026-01-15"
COMPANIES = 4000
BLOCK = re.compile(r"(<!-- drawn: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
ROW = re.compile(r"^\| `(case_\w+)` .* \| (.*?) \|$", re.MULTILINE)
AIMS = {"first": 55, "acceptable": 80, "three": 90, "leads": 78, "design": 82, "failures": 0}
"""What was aimed at before anything was fitted, in per cent; of the failures none."""


def main() -> None:
    """Write the pages."""
    for file in PAGES:
        file.write_text(page(file.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"Drawn: {file.relative_to(ROOT)}")


def page(text: str) -> str:
    """The text of a page with every block drawn as it should be now."""
    reasons = {case: why for case, why in ROW.findall(text) if why.strip()}

    def drawn(block: re.Match[str]) -> str:
        return block[1] + "\n".join(["", *BLOCKS[block[2]](reasons), "", block[3]])

    return BLOCK.sub(drawn, text)


@cache
def shipped() -> tuple[Catalogue, Record]:
    """The catalogue that ships, and its record on the casebook that ships."""
    catalogue, bank = load_catalogue(), load_questionnaire().bank
    cases = load_answered_cases(None, catalogue, bank).cases
    return catalogue, case_record(catalogue, bank, cases, on=DAY)


@cache
def fit() -> Any:
    """The fit and its figures on cases held out."""
    return json.loads(HELD_OUT.read_text(encoding="utf-8"))


@cache
def english() -> Words:
    """The words of the pages."""
    return Words("en", {"record": load_words("record")})


def held(folds: str, procedure: str = "fitted") -> Any:
    """The record of a procedure on cases held out one way."""
    kind = (folds, procedure)
    return next(h for h in fit()["held_out"] if (h["folds"], h["procedure"]) == kind)


def overall(folds: str, procedure: str, figure: str) -> Any:
    """A figure of all cases together."""
    return held(folds, procedure)["groups"][0]["figures"][figure]


def mean_and_interval(spread: Any) -> str:
    """A figure over the seeds: its mean and the interval of the share."""
    return f"{spread['mean']:.1f} ({spread['low']:.0f}-{spread['high']:.0f})"


def _held_out(_: Mapping[str, str]) -> Iterator[str]:
    folds = [f"{kind}: {said}" for kind in FOLDS for said in ("judgement", "fitted", "±")]
    yield f"| figure | aim | {' | '.join(folds)} | aim met |"
    yield "|---|--:|" + "--:|" * len(folds) + "---|"
    for figure in FIGURES:
        aim = AIMS.get(figure)
        cells = [figure_name(figure, english()), "" if aim is None else str(aim)]
        for kind in FOLDS:
            fitted = overall(kind, "fitted", figure)
            cells.append(f"{overall(kind, 'prior', figure)['mean']:.1f}")
            cells += [f"**{fitted['mean']:.1f}** ({interval_of(fitted)})", str(fitted["deviation"])]
        yield f"| {' | '.join(cells)} | {_met(figure)} |"


def interval_of(spread: Any) -> str:
    """The interval of a share in whole per cent."""
    return f"{spread['low']:.0f}-{spread['high']:.0f}"


def _met(figure: str) -> str:
    if figure not in AIMS:
        return ""
    at_most = figure == "failures"
    met = []
    for kind in FOLDS:
        mean = overall(kind, "fitted", figure)["mean"]
        met.append(mean <= AIMS[figure] if at_most else mean >= AIMS[figure])
    return {(True, True): "both", (True, False): "at random only", (False, False): "no"}.get(
        (met[0], met[1]), "similar only"
    )


def _in_sample(_: Mapping[str, str]) -> Iterator[str]:
    record = shipped()[1]
    yield "| on | figure | cases | share | 95 % interval |"
    yield "|---|---|--:|--:|--:|"
    for figure, share in record.overall.figures.items():
        on = "scores" if figure in ON_SCORES else "design"
        told = f"{per_cent(share_of(share) or 0):.1f} %"
        name = figure_name(figure, english())
        yield f"| {on} | {name} | {hits(share)} | {told} | {interval(share)} |"


def _knobs(_: Mapping[str, str]) -> Iterator[str]:
    catalogue = shipped()[0]
    yield "| found in the training parts | at random | similar together | in the fit to all cases |"
    yield "|---|---|---|--:|"
    found = [held(kind)["cautions"] for kind in FOLDS]
    among = ", ".join(f"{caution:g}" for caution in CAUTIONS)
    yield f"| caution, among {among} | {' | '.join(map(_times, found))} | {fit()['knobs']['caution']:g} |"
    for layer, points in fit()["thresholds"].items():
        found = [held(kind)["thresholds"][layer] for kind in FOLDS]
        name = catalogue.layers[layer].name.en.lower()
        yield f"| threshold, {name} | {' | '.join(map(_times, found))} | {points:g} |"


def _times(found: Mapping[str, int]) -> str:
    """How often each value was found: `4.5 (26), 5 (11)`."""
    ordered = sorted(found.items(), key=lambda each: -each[1])
    return ", ".join(f"{value} ({times})" for value, times in ordered)


def _groups(_: Mapping[str, str]) -> Iterator[str]:
    record = shipped()[1]
    heads = [english()(f"record.column.{column}").lower() for column in ("cases", *FIGURES)]
    for number, by in enumerate(GROUPINGS[1:]):
        if number:
            yield ""
        name = english()(f"record.by.{by}")
        yield f"| {' | '.join((name, *heads))} |"
        yield "|---|" + "--:|" * len(heads)
        for group in (group for group in held("random")["groups"] if group["by"] == by):
            cells = (_cell(group["figures"][figure]) for figure in FIGURES)
            said = markdown(group_name(record, by, group["of"], english()))
            yield f"| {' | '.join((said, str(group['cases']), *cells))} |"


def _cell(spread: Any) -> str:
    return f"{spread['mean']:.0f} ({interval_of(spread)})" if spread["of"] else ""


def _sizes(_: Mapping[str, str]) -> Iterator[str]:
    record = shipped()[1]
    heads = [english()(f"record.column.{figure}").lower() for figure in FIGURES]
    yield f"| organisations | held out | cases | {' | '.join(heads)} |"
    yield "|---|---|--:|" + "--:|" * len(heads)
    for kind in FOLDS:
        for group in (group for group in held(kind)["groups"] if group["by"] == "size"):
            cells = (mean_and_interval(group["figures"][figure]) for figure in FIGURES)
            said = group_name(record, "size", group["of"], english())
            yield f"| {said} | {kind} | {group['cases']} | {' | '.join(cells)} |"


def _wrong(reasons: Mapping[str, str]) -> Iterator[str]:
    """The cases that stay wrong with half of the seeds or more, either way they are held out."""
    yield (
        "| case | sector, country | documented | advised first, held out "
        "| it failed, and is recommended | wrong: at random, similar | why |"
    )
    yield "|---|---|---|---|---|--:|---|"
    record = shipped()[1]
    times = [{case["case"]: case for case in held(kind)["cases"]} for kind in FOLDS]
    for result in record.results:
        told = [found[result.case.id] for found in times]
        if any(2 * each["wrong"] >= fit()["seeds"] for each in told):
            cells = _wrong_cells(result.case.id, told)
            yield f"| {' | '.join(cells)} | {reasons.get(result.case.id, '')} |"


def _wrong_cells(id_: str, told: list[Any]) -> Iterator[str]:
    catalogue, record = shipped()
    case = next(result.case for result in record.results if result.case.id == id_)
    seeds = fit()["seeds"]
    link = case.links[0].replace("(", "%28").replace(")", "%29")
    yield f"`{case.id}` [{markdown(case.organisation)}]({link})"
    yield markdown(f"{case.sector.en}, {case.country.en}")
    place = f" (place {told[0]['place']:g})" if told[0]["place"] is not None else ""
    yield model_names(catalogue, case.chosen, english()) + place
    yield model_names(catalogue, told[0]["order"], english())
    failed = [model for model, times in told[0]["failures"].items() if times]
    yield model_names(catalogue, failed, english())
    yield ", ".join(f"{each['wrong']}/{seeds}" for each in told)


def _zeroed(_: Mapping[str, str]) -> Iterator[str]:
    catalogue, _record = shipped()
    yield "| model | effects | at nothing | which |"
    yield "|---|--:|--:|---|"
    for model in catalogue.models.values():
        ids = [id_ for id_, effect in model.effects.items() if effect.fitted == 0]
        if ids:
            named = ", ".join(f"`{id_}`" for id_ in ids)
            yield f"| {model.name.en} | {len(model.effects)} | {len(ids)} | {named} |"


def _moved(_: Mapping[str, str]) -> Iterator[str]:
    """How far the strengths of each model went from their prior, as their mean size."""
    catalogue, _record = shipped()
    yield "| model | effects | mean size before | mean size now | more than doubled | less than half |"
    yield "|---|--:|--:|--:|--:|--:|"
    for id_, effects in fit()["effects"].items():
        pairs = [(abs(each["prior"]), abs(each["fitted"])) for each in effects.values()]
        if all(before == now for before, now in pairs):
            continue
        before, now = (sum(sizes) / len(pairs) for sizes in zip(*pairs, strict=True))
        grown, shrunk = sum(n > 2 * b for b, n in pairs), sum(2 * n < b for b, n in pairs)
        name = catalogue.models[id_].name.en
        yield f"| {name} | {len(pairs)} | {before:.0f} | {now:.0f} | {grown} | {shrunk} |"


def _balance(_: Mapping[str, str]) -> Iterator[str]:
    catalogue, record = shipped()
    cases = [result.case for result in record.results]
    found = balance(catalogue, cases, companies=COMPANIES, on=DAY)
    yield "| layer | model | cases | random companies |"
    yield "|---|---|--:|--:|"
    for layer in found.layers:
        for each in layer.models:
            names = catalogue.layers[layer.layer].name.en, catalogue.models[each.model].name.en
            cells = (*names, f"{each.cases.chosen}/{found.cases}", f"{each.companies.chosen:,}")
            yield f"| {' | '.join(cells)} |"


BLOCKS: Mapping[str, Callable[[Mapping[str, str]], Iterator[str]]] = {
    "held_out": _held_out,
    "knobs": _knobs,
    "sizes": _sizes,
    "in_sample": _in_sample,
    "groups": _groups,
    "wrong": _wrong,
    "balance": _balance,
    "zeroed": _zeroed,
    "moved": _moved,
}
"""What is drawn, by the name in its mark."""


if __name__ == "__main__":
    main()
