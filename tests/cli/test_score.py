"""`svcmodel score`: the same facts in three forms, the options, the exit codes, nothing hostile."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import LANGUAGES, Lang
from tests.languages import foreign_in
from tests.program import DAY, ECOPRODUCTOS, EMPTY, EXAMPLES, ROOT, Run, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

EVERY_EXAMPLE = pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
EVERY_FORM = pytest.mark.parametrize("form", ["table", "markdown", "json"])
PROGRAM = f"{sys.executable} -m svcmodel"
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

SCHEMA = json.loads((ROOT / "templates" / "schemas" / "score.schema.json").read_text("utf-8"))
TOP = {"format", "subject", "versions", "coverage", "lang", "models", "design"}
TOP |= {"open_questions", "contradictions"}
MODEL = {"id", "layer", "core", "score", "range", "range_graded", "rank", "rank_in_layer"}
MODEL |= {"tied_with", "status", "rules", "would_rank", "readiness", "cautions", "lead_share"}
MODEL |= {"contributions"}
CHOICE = {"chosen", "baseline", "also", "runner_up", "lead_points", "settled", "very_likely"}
DESIGN = {"layers", "channels", "obligations", "constraints", "next_best"}

CONSTRAINED = """\
format: svcmodel/answers/1
subject: Bound by a contract
lang: en
date: "2026-01-15"
answers:
  cus_volume: {level: [2, 4], grade: stated}
  cus_digital: unknown
  cus_onsite: not_applicable
  res_crm: {value: 2, grade: guess, note: nobody has counted}
  obj_cost: 5
weights: {customer: 2, resources: 0.5}
important: [cus_volume]
constraints:
  - {id: contract, keep: outsourcing, reason: the contract runs on, until: "2027-12-31"}
  - {id: no_bots, rule_out: [chatbot, automated], reason: customers dislike them}
  - {id: over, keep: subscription, reason: it was so, until: "2025-12-31"}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def as_json(*arguments: object, stdin: str = "") -> dict[str, Any]:
    run = svcmodel("score", *arguments, "--format", "json", stdin=stdin)
    assert (run.code, run.err) == (0, "")
    data: dict[str, Any] = json.loads(run.out)
    return data


def scores(data: dict[str, Any]) -> set[float]:
    return {model["score"] for model in data["models"]}


def problems_of(data: Any) -> list[str]:
    return [error.message for error in Draft7Validator(SCHEMA).iter_errors(data)]


# the JSON form


def test_schema_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_schema_names_every_promised_key() -> None:
    parts = SCHEMA["definitions"]
    assert set(SCHEMA["required"]) >= TOP
    assert set(parts["model"]["required"]) >= MODEL
    assert set(parts["choice"]["required"]) >= CHOICE
    assert set(parts["design"]["required"]) >= DESIGN
    assert {"rule", "effect", "state", "reason", "way_out"} <= set(parts["rule"]["required"])
    assert set(parts["contribution"]["required"]) == {"criterion", "level", "points"}


def test_schema_allows_no_key_it_does_not_name() -> None:
    for part in (SCHEMA, *SCHEMA["definitions"].values()):
        if "properties" in part:
            assert part["additionalProperties"] is False
            assert set(part["required"]) == set(part["properties"])


@EVERY_EXAMPLE
def test_result_of_every_example_follows_the_schema(file: Path) -> None:
    data = as_json(file)
    assert problems_of(data) == []
    assert list(data["design"]["layers"]) == [
        *("commercial", "sourcing", "posture", "delivery", "scope", "channels")
    ]
    assert len(data["core"]) == 13


@pytest.mark.parametrize("text", [EMPTY, CONSTRAINED], ids=["empty", "constrained"])
def test_other_results_follow_the_schema(tmp_path: Path, text: str) -> None:
    assert problems_of(as_json(written(tmp_path, text))) == []


def test_schema_refuses_what_is_no_result() -> None:
    data = as_json(ECOPRODUCTOS)
    for spoil in (
        lambda d: d.pop("coverage"),
        lambda d: d.update(extra=1),
        lambda d: d["models"][0].update(score=101),
        lambda d: d["models"][0]["contributions"][0].update(level=6),
        lambda d: d["design"]["layers"]["delivery"].update(chosen=None),
        lambda d: d["versions"]["answers"].update(hash="x"),
    ):
        broken = json.loads(json.dumps(data))
        spoil(broken)  # type: ignore[no-untyped-call]
        assert problems_of(broken)


def test_constraints_ranges_and_unknowns_are_told(tmp_path: Path) -> None:
    data = as_json(written(tmp_path, CONSTRAINED))
    told = {each["constraint"]: each for each in data["design"]["constraints"]}
    assert [each["active"] for each in told.values()] == [True, True, False]
    assert told["contract"]["cost"] > 0
    assert told["over"]["cost"] == 0
    assert data["design"]["layers"]["sourcing"]["chosen"] == "outsourcing"
    assert "cus_digital" in {question["criterion"] for question in data["open_questions"]}
    assert data["coverage"]["not_applicable"] == 1
    levels = [c["level"] for m in data["models"] for c in m["contributions"]]
    assert [2, 4] in levels
    assert all(m["range"][0] <= m["score"] <= m["range"][1] for m in data["models"])


@EVERY_EXAMPLE
def test_contributions_add_up_to_the_score_as_printed(file: Path) -> None:
    run = svcmodel("score", file, "--format", "json")
    for model in json.loads(run.out, parse_float=Decimal, parse_int=Decimal)["models"]:
        points = [contribution["points"] for contribution in model["contributions"]]
        assert sum(points) == model["score"] - 50
        assert all(round(point, 2) == point for point in points)


@EVERY_EXAMPLE
def test_models_stand_best_first_and_the_excluded_last(file: Path) -> None:
    models = as_json(file)["models"]
    running = [model for model in models if model["rank"] is not None]
    assert models[: len(running)] == running
    assert [m["score"] for m in running] == sorted((m["score"] for m in running), reverse=True)
    for model in models[len(running) :]:
        assert model["status"] == "excluded"
        assert model["would_rank"] >= 1
        assert any(rule["state"] == "broken" for rule in model["rules"])


# what is advised


@EVERY_LANGUAGE
def test_ecoproductos_is_advised_personal_and_proactive_service(lang: Lang) -> None:
    data = as_json(ECOPRODUCTOS, "--lang", lang)
    layers = data["design"]["layers"]
    assert data["lang"] == lang
    assert layers["delivery"]["chosen"] == "personalised"
    assert layers["posture"]["chosen"] == "proactive"
    assert layers["sourcing"]["baseline"]
    assert layers["commercial"]["baseline"]
    assert (layers["sourcing"]["chosen"], layers["commercial"]["chosen"]) == (
        "in_house",
        "one_off_sale",
    )


def test_language_changes_words_and_nothing_else() -> None:
    def without_words(data: Any) -> Any:
        if isinstance(data, dict):
            words = {"lang", "name", "reason", "way_out", "prepare"}
            return {key: without_words(part) for key, part in data.items() if key not in words}
        return [without_words(part) for part in data] if isinstance(data, list) else data

    spanish, english = (as_json(ECOPRODUCTOS, "--lang", lang) for lang in LANGUAGES)
    assert spanish != english
    assert without_words(spanish) == without_words(english)


@pytest.mark.parametrize(
    "answers",
    ["", "answers:\n", "answers: {}\n", "answers: {cus_volume: unknown, res_crm: unknown}\n"],
)
def test_without_answers_every_model_has_exactly_50(tmp_path: Path, answers: str) -> None:
    data = as_json(written(tmp_path, EMPTY + answers))
    assert scores(data) == {50.0}
    assert data["coverage"]["answered"] == 0
    assert all(choice["baseline"] for choice in data["design"]["layers"].values())


@pytest.mark.parametrize("questionnaire", ["full", "quick"])
@EVERY_LANGUAGE
def test_a_fresh_answer_file_has_50_everywhere(
    tmp_path: Path, questionnaire: str, lang: Lang
) -> None:
    file = tmp_path / "fresh.yaml"
    made = svcmodel("new", "answers", file, "--questionnaire", questionnaire, "--lang", lang)
    assert made.code == 0
    data = as_json(file)
    assert scores(data) == {50.0}
    assert data["lang"] == lang
    assert data["versions"]["questionnaire"]["id"] == questionnaire


# options


def test_set_answers_one_question_differently() -> None:
    data = as_json(ECOPRODUCTOS, "--set", "cus_volume=90000", "--set", "res_crm=unknown")
    known = {c["criterion"]: c["level"] for m in data["models"] for c in m["contributions"]}
    assert known["cus_volume"] == 5
    assert "res_crm" not in known
    assert data["versions"]["answers"] != as_json(ECOPRODUCTOS)["versions"]["answers"]


def test_set_takes_a_list() -> None:
    data = as_json(ECOPRODUCTOS, "--set", "channels_by_use=[phone, email]")
    assert "phone" in data["design"]["channels"]


def with_weights_file(folder: Path, lines: str) -> Any:
    file = folder / "weights.yaml"
    file.write_text(f"format: svcmodel/weights/1\n{lines}\n", encoding="utf-8")
    return as_json(ECOPRODUCTOS, "--weights", file)


@pytest.mark.parametrize(
    "lines",
    [
        "weights: {resources: 3}\nimportant: [com_diff]",
        "swing: {objectives: 0, customer: 20, resources: 100, competitors: 5, flexibility: 0.5}",
        "ranks: [resources, [customer, competitors], objectives, flexibility]",
        "intervals: {resources: [0.4, 0.6], flexibility: [0, 0.05]}",
    ],
)
def test_weights_come_from_a_file(lines: str, tmp_path: Path) -> None:
    plain, weighted = as_json(ECOPRODUCTOS), with_weights_file(tmp_path, lines)
    assert scores(weighted) != scores(plain)
    assert lead_shares(weighted) != lead_shares(plain)


def test_equal_weights_are_equal_however_they_are_given(tmp_path: Path) -> None:
    alike = "[objectives, customer, resources, competitors, flexibility]"
    swing = f"swing: {alike}".replace("[", "{").replace("]", ": 70}").replace(",", ": 70,")
    plain = as_json(ECOPRODUCTOS)
    assert with_weights_file(tmp_path, swing) == plain
    assert scores(with_weights_file(tmp_path, f"ranks: [{alike}]")) == scores(plain)
    assert scores(with_weights_file(tmp_path, "intervals: {customer: [0, 1]}")) == scores(plain)


def lead_shares(data: Any) -> dict[str, float | None]:
    return {model["id"]: model["lead_share"] for model in data["models"]}


@EVERY_EXAMPLE
def test_the_shares_of_a_layer_add_up_to_all_weightings(file: Path, shipped: Catalogue) -> None:
    shares = lead_shares(as_json(file))
    for members in shipped.in_layer.values():
        known = [shares[model.id] for model in members if shares[model.id] is not None]
        assert sum(share or 0 for share in known) == pytest.approx(1, abs=1e-5)
    assert all(shares[channel.id] is None for channel in shipped.channels)


def test_date_decides_what_binds(tmp_path: Path) -> None:
    file = written(tmp_path, CONSTRAINED)
    held, ended = (as_json(file, "--date", day) for day in ("2027-12-31", "2028-01-01"))
    assert (held["on"], ended["on"]) == ("2027-12-31", "2028-01-01")
    active = [data["design"]["constraints"][0]["active"] for data in (held, ended)]
    assert active == [True, False]
    assert ended["design"]["layers"]["sourcing"]["chosen"] != "outsourcing"


def test_catalogue_of_ones_own_counts(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(ROOT / "models_catalog", folder)
    same = as_json(ECOPRODUCTOS, "--catalogue", folder)
    assert same == as_json(ECOPRODUCTOS)
    changed_folder = tmp_path / "changed"
    shutil.copytree(folder, changed_folder)
    model = changed_folder / "models" / "personalised.yaml"
    text = model.read_text("utf-8")
    effect = re.search(r"obj_retention: \{strength: 2, when: high, fitted: \d+\}", text)
    assert effect is not None
    stronger = re.sub(r"\d+\}", "99}", effect.group())
    model.write_text(text.replace(effect.group(), stronger), encoding="utf-8")
    changed = as_json(ECOPRODUCTOS, "--catalogue", changed_folder)
    moved = {
        new["id"]
        for new in changed["models"]
        for old in same["models"]
        if new["id"] == old["id"] and new["score"] != old["score"]
    }
    assert moved == {"personalised"}
    assert changed["versions"]["catalogue"]["hash"] != same["versions"]["catalogue"]["hash"]


def test_hyphen_reads_standard_input() -> None:
    assert as_json("-", stdin=ECOPRODUCTOS.read_text("utf-8")) == as_json(ECOPRODUCTOS)


def test_language_of_the_locale_serves_where_nothing_else_says_one() -> None:
    spanish = svcmodel("score", "-", stdin=EMPTY, environment={"LC_ALL": "es_ES.UTF-8"})
    english = svcmodel("score", "-", stdin=EMPTY, environment={"LC_ALL": "fr_FR.UTF-8"})
    assert spanish.out.startswith("Recomendación")
    assert english.out.startswith("Recommendation")


# streams and exit codes


@EVERY_FORM
def test_result_goes_to_stdout_and_messages_to_stderr(tmp_path: Path, form: str) -> None:
    file = written(tmp_path, EMPTY + "answers: {cus_volume: 3}\n")
    run = svcmodel("score", file, "--format", form)
    assert run.code == 0
    assert "W201" in run.err
    assert "W201" not in run.out
    assert run.out.endswith("\n")
    quiet = svcmodel("-q", "score", file, "--format", form)
    assert quiet.out == run.out


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "reason"),
    [
        (["no_such_file.yaml"], "", 2, "E001"),
        ([ROOT / "examples"], "", 2, "E002"),
        ([ECOPRODUCTOS, "--format", "pdf"], "", 2, "pdf"),
        ([ECOPRODUCTOS, "--colour"], "", 2, "--colour"),
        ([ECOPRODUCTOS, "--lang", "fr"], "", 2, "--lang"),
        ([ECOPRODUCTOS, "--date", "tomorrow"], "", 2, "E218"),
        ([ECOPRODUCTOS, "--set", "cus_volume"], "", 2, "E305"),
        ([ECOPRODUCTOS, "--set", "cus_volume=many"], "", 1, "E202"),
        ([ECOPRODUCTOS, "--catalogue", ROOT / "docs"], "", 2, "E001"),
        ([ECOPRODUCTOS, "--weights", ECOPRODUCTOS], "", 1, "E112"),
        (["-"], "", 1, "E102"),
        (["-"], EMPTY + "colour: blue\n", 1, "E402"),
        (["-"], EMPTY + "answers: {cus_volume: -3}\n", 1, "E204"),
        (
            ["-"],
            EMPTY + "constraints:\n- {id: a, keep: proactive, reason: x}\n"
            "- {id: b, rule_out: [proactive], reason: x}\n",
            2,
            "E303",
        ),
        ([], "", 2, "FILE"),
    ],
)
def test_a_mistake_ends_with_its_code_and_reason(
    arguments: list[object], stdin: str, code: int, reason: str
) -> None:
    run = svcmodel("score", *arguments, stdin=stdin)
    assert run.code == code
    assert run.out == ""
    assert reason in run.last
    assert "Traceback" not in run.err


def test_exit_codes_reach_the_shell() -> None:
    good = in_shell("score", ECOPRODUCTOS, "--date", DAY)
    assert (good.code, good.err) == (0, "")
    assert in_shell("score", "-", stdin="format: svcmodel/answers/1").code == 1
    assert in_shell("score", "no_such_file.yaml").code == 2


def test_debug_shows_the_traceback() -> None:
    run = in_shell("score", "no_such_file.yaml", "--debug")
    assert "Traceback" in run.err
    assert run.code != 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@EVERY_FORM
def test_a_full_disk_is_told_in_one_line(form: str) -> None:
    line = f"{PROGRAM} score {ECOPRODUCTOS} --format {form} > /dev/full"
    run = in_shell(start=("sh", "-c", line))
    assert run.code == 2
    assert run.err.splitlines() == [run.last]
    assert "E007" in run.last


def test_a_reader_that_leaves_early_is_no_error() -> None:
    line = f"{PROGRAM} score {ECOPRODUCTOS} | true"
    assert in_shell(start=("sh", "-c", line)) == Run(0, "", "")


# the look


@EVERY_EXAMPLE
@EVERY_LANGUAGE
def test_table_is_in_one_language_and_not_too_wide(
    file: Path, lang: Lang, shipped: Catalogue
) -> None:
    run = svcmodel("score", file, "--lang", lang, environment={"COLUMNS": "200"})
    assert max(len(line) for line in run.out.splitlines()) <= 110
    assert foreign_in(run.out, lang, [shipped]) == []
    assert "{" not in run.out


@EVERY_EXAMPLE
@EVERY_LANGUAGE
def test_markdown_is_in_one_language(file: Path, lang: Lang, shipped: Catalogue) -> None:
    run = svcmodel("score", file, "--lang", lang, "--format", "markdown")
    assert foreign_in(run.out, lang, [shipped]) == []
    headings = [line for line in run.out.splitlines() if line.startswith("#")]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("columns", [80, 100])
def test_table_fits_a_narrower_terminal(columns: int) -> None:
    run = svcmodel("score", ECOPRODUCTOS, environment={"COLUMNS": str(columns)})
    assert max(len(line) for line in run.out.splitlines()) <= columns


def test_the_other_language_would_be_found(shipped: Catalogue) -> None:
    spanish = svcmodel("score", ECOPRODUCTOS, "--lang", "es").out
    assert len(foreign_in(spanish, "en", [shipped])) > 50


@EVERY_FORM
def test_a_pipe_gets_no_escape_codes(form: str) -> None:
    run = in_shell("score", ECOPRODUCTOS, "--format", form)
    assert run.code == 0
    assert not CONTROL.search(run.out)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["terminal", "no_color", "dumb"],
)
def test_colour_only_where_it_is_wanted(
    on_terminal: Callable[..., Run], environment: dict[str, str], coloured: bool
) -> None:
    run = on_terminal("score", ECOPRODUCTOS, environment=environment)
    assert ("\x1b[" in run.out) == coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", run.out)
    assert plain == svcmodel("score", ECOPRODUCTOS).out


# strangers' files

ESCAPES = [r"\e[31mred", r"\x07bell", r"\u009b2J", r"right \u202e to left", r"back\rover", r"\x7f"]
MARKS = ["[bold red]x[/]", "<script>alert(1)</script>", "{subject} {{ 7*7 }} %s", "# | *a* `b`"]


@pytest.mark.parametrize("escape", ESCAPES)
@EVERY_FORM
def test_an_escape_code_in_a_subject_is_refused(tmp_path: Path, escape: str, form: str) -> None:
    file = written(tmp_path, f'format: svcmodel/answers/1\nsubject: "{escape}"\n')
    run = svcmodel("score", file, "--format", form)
    assert (run.code, run.out) == (1, "")
    assert "answers.yaml:2:10: E110 subject" in run.last
    assert not CONTROL.search(run.err)


@pytest.mark.parametrize("mark", MARKS)
def test_markup_in_a_subject_is_shown_as_it_is(tmp_path: Path, mark: str) -> None:
    file = written(tmp_path, f"format: svcmodel/answers/1\nsubject: '{mark}'\n")
    table = svcmodel("score", file)
    assert table.out.splitlines()[0] == f"Recommendation for {mark}"
    assert as_json(file)["subject"] == mark
    markdown = svcmodel("score", file, "--format", "markdown").out.splitlines()[0]
    assert not re.search(r"(?<!\\)[<>`*\[\]|]", markdown)
    assert markdown.replace("\\", "").endswith(mark)


def test_markup_in_a_subject_is_shown_as_it_is_on_a_terminal(
    tmp_path: Path, on_terminal: Callable[..., Run]
) -> None:
    file = written(tmp_path, f"format: svcmodel/answers/1\nsubject: '{MARKS[0]}'\n")
    assert f"for {MARKS[0]}" in on_terminal("score", file).out


def test_a_subject_stays_on_one_line(tmp_path: Path) -> None:
    file = written(tmp_path, 'format: svcmodel/answers/1\nsubject: "one\\ntwo\\u2028three"\n')
    for form in ("table", "markdown"):
        first = svcmodel("score", file, "--format", form).out.splitlines()[0]
        assert first.endswith("one two three")


def test_a_reason_of_a_client_is_shown_as_it_is_on_its_own_lines(tmp_path: Path) -> None:
    reason = "[red]we[/] <b>want</b>\\n\\n# Everything | free"
    constraint = f'constraints:\n- {{id: c, keep: proactive, reason: "{reason}"}}\n'
    file = written(tmp_path, EMPTY + constraint)
    table = svcmodel("score", file).out
    assert "[red]we[/] <b>want</b> # Everything | free" in " ".join(table.split())
    for command in (["score", file, "--format", "markdown"], ["plan", file]):
        markdown = svcmodel(*command).out
        assert "<b>" not in markdown.replace("\\<", "")
        assert "# Everything" not in markdown.splitlines()
        assert r"\# Everything \| free" in markdown


def test_escape_codes_elsewhere_do_not_come_through_either(tmp_path: Path) -> None:
    keyed = written(tmp_path, EMPTY + 'answers: {"\\e[31m": 1}\n"\\e]0;title\\a": x\n')
    strange = tmp_path / "\x1b[31mred.yaml"
    catalogue = tmp_path / "catalogue"
    shutil.copytree(ROOT / "models_catalog", catalogue)
    model = catalogue / "models" / "proactive.yaml"
    name = 'en: "Pro\\e[31mactive"'
    model.write_text(model.read_text("utf-8").replace("en: Proactive", name, 1), encoding="utf-8")
    for arguments in (
        [keyed],
        [strange],
        [ECOPRODUCTOS, "--set", "service_name=\x1b[31m"],
        [ECOPRODUCTOS, "--set", "\x1b[31m=1"],
        [ECOPRODUCTOS, "--date", "\x1b[31m"],
        [ECOPRODUCTOS, "--catalogue", catalogue],
    ):
        run = svcmodel("score", *arguments)
        assert run.code in (1, 2)
        assert not CONTROL.search(run.out + run.err.replace("\n", "")), arguments


# the same everywhere


def test_the_same_bits_whatever_the_hash_seed() -> None:
    for form in ("json", "table"):
        arguments = ("score", ECOPRODUCTOS, "--format", form)
        runs = {in_shell(*arguments, environment={"PYTHONHASHSEED": s}).out for s in "12"}
        runs.add(in_shell(*arguments, environment={"PYTHONHASHSEED": "1"}).out)
        assert len(runs) == 1
