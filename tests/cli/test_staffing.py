"""Staffing in a plan: people for a queue, hours for the rest, and rules that do not fit refused."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from svcmodel.domain.records import LANGUAGES, Lang
from tests.program import ECOPRODUCTOS, ROOT, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

BANK = ROOT / "examples" / "retail_bank.yaml"
HEADINGS = {"es": "Personal: cuántas personas hacen falta", "en": "Staffing: how many people"}


def plan(file: Path, *arguments: object) -> str:
    run = svcmodel("plan", file, *arguments)
    assert (run.code, run.err) == (0, "")
    return run.out


def section(markdown: str, lang: Lang) -> str:
    (found,) = re.findall(rf"^## {HEADINGS[lang]}.*?(?=^## )", markdown, re.M | re.S)
    return str(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_company_with_a_queue_reads_people_at_once(lang: Lang) -> None:
    told = section(plan(BANK, "--lang", lang), lang)
    at_once = {"es": "personas a la vez", "en": "people at once"}
    assert told.count(at_once[lang]) >= 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_small_company_reads_hours_and_who_steps_in(lang: Lang) -> None:
    told = section(plan(ECOPRODUCTOS, "--lang", lang), lang)
    assert {"es": "h por semana", "en": "h a week"}[lang] in told
    assert {"es": "Al menos 2 personas", "en": "At least 2 people"}[lang] in told
    assert {"es": "a la vez", "en": "at once"}[lang] not in told


def test_the_page_has_a_table_and_every_line(tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    assert svcmodel("-q", "plan", BANK, "-o", file, "--lang", "en").code == 0
    page = file.read_text(encoding="utf-8")
    (part,) = re.findall(r'<section id="staffing".*?</section>', page, re.S)
    hands = part[: part.index("</table>")]
    assert hands.count("<tr ") == 1 + 4 + 1  # four channels of the design, and e-mail, which closes
    assert part.count("<li>") >= 5
    assert '<a href="#staffing">' in page


def test_the_plan_as_json_holds_every_input_with_its_origin(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    assert svcmodel("-q", "plan", BANK, "-o", file, "--lang", "en").code == 0
    staffing = json.loads(file.read_text("utf-8"))["staffing"]
    origins = {each["id"]: (each["origin"], each["about"]) for each in staffing["inputs"]}
    assert origins["contacts"] == ("answer", "cus_volume")
    assert origins["minutes"] == ("assumption", "")
    assumed = [each for each in staffing["inputs"] if each["origin"] == "assumption"]
    assert all(each["sources"] for each in assumed)


@pytest.mark.parametrize("volume", [0, 7, 10**15, int("9" * 300)])
def test_any_number_of_contacts_is_reckoned(volume: int) -> None:
    assert "h a week" in plan(ECOPRODUCTOS, "--set", f"cus_volume={volume}", "--lang", "en")


def catalogue(folder: Path, old: str, new: str) -> Path:
    made = shutil.copytree(ROOT / "models_catalog", folder / "models_catalog")
    rules = made / "staffing_rules.yaml"
    text = rules.read_text("utf-8")
    assert old in text
    rules.write_text(text.replace(old, new, 1), encoding="utf-8")
    return made


def test_an_id_that_does_not_exist_is_found_and_breaks_no_plan(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "criterion: cus_hours", "criterion: cus_hour")
    run = svcmodel("-q", "check", folder)
    assert run.code == 1
    assert re.search(r"staffing_rules\.yaml:\d+:\d+: E420 hours_open\.criterion: ", run.out)
    assert svcmodel("plan", ECOPRODUCTOS, "--catalogue", folder).code == 0


def test_a_catalogue_may_do_without_the_rules(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "people: 2", "people: 2")
    (folder / "staffing_rules.yaml").unlink()
    assert HEADINGS["en"] not in plan(ECOPRODUCTOS, "--catalogue", folder, "--lang", "en")
