"""The commands around scoring: check, new, catalogue, questionnaire, schema, and help."""

from __future__ import annotations

import json
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any

import pytest
from jsonschema import Draft7Validator

from svcmodel import __version__
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.sources.catalogue_files import load_sources
from svcmodel.sources.schemas import schema_names
from svcmodel.sources.strict_yaml import parse_yaml
from tests.languages import foreign_in
from tests.program import ECOPRODUCTOS, EMPTY, EXAMPLES, ROOT, in_shell, svcmodel

INSTALLED = str(Path(sys.executable).with_name("svcmodel"))

pytestmark = pytest.mark.usefixtures("read_once")

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
FOLDERS = [ROOT / name for name in ("models_catalog", "questionnaires", "examples")]
DATA_FILES = sorted(file for folder in FOLDERS for file in folder.rglob("*.yaml"))
MODELS = [file.stem for file in sorted((ROOT / "models_catalog" / "models").glob("*.yaml"))]
QUESTIONNAIRES = ["audit", "charter", "full", "quick"]
SCREEN = 24
PAPER = (100, 66)
"""The signs of a line and the lines of a printed page."""
COMMANDS = [
    *(["interview"], ["score"], ["plan"], ["check"], ["schema"], ["new"], ["new", "answers"]),
    *(["catalogue"], ["catalogue", "list"], ["catalogue", "show"]),
    *(["catalogue", "test"], ["catalogue", "balance"]),
    *(["questionnaire"], ["questionnaire", "list"], ["questionnaire", "show"]),
]


def output(*arguments: object, stdin: str = "") -> str:
    run = svcmodel(*arguments, stdin=stdin)
    assert (run.code, run.err) == (0, "")
    return run.out


def as_json(file: Path) -> Any:
    """A YAML file as a JSON document: every key a text."""
    return json.loads(json.dumps(parse_yaml(file.read_text("utf-8")).data))


@cache
def schema_of(name: str) -> Any:
    return json.loads(output("schema", name))


# check


def test_everything_shipped_is_sound() -> None:
    run = svcmodel("check", *FOLDERS)
    assert (run.code, run.out) == (0, "")
    assert run.err.splitlines() == [run.last]
    assert str(len(DATA_FILES)) in run.last


def test_check_of_one_file_and_of_a_broken_one(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(EMPTY + "answers: {cus_volume: -1, nobody: 3}\n", encoding="utf-8")
    assert svcmodel("check", ECOPRODUCTOS).code == 0
    run = svcmodel("check", ECOPRODUCTOS, broken)
    assert run.code == 1
    assert [line.split(": ")[1].split()[0] for line in run.out.splitlines()] == ["E204", "E201"]
    assert all(line.startswith(f"{broken}:3:") for line in run.out.splitlines())


@EVERY_LANGUAGE
def test_check_speaks_the_language_asked_for(tmp_path: Path, lang: Lang) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(EMPTY + "answers: {cus_volume: -1}\n", encoding="utf-8")
    run = svcmodel("check", broken, "--lang", lang)
    assert ("debe ser 0 o más" in run.out) == (lang == "es")
    assert foreign_in(run.err, lang) == []


def test_check_goes_through_folders_of_answer_files(tmp_path: Path) -> None:
    for number, file in enumerate(EXAMPLES):
        folder = tmp_path / str(number % 3)
        folder.mkdir(exist_ok=True)
        shutil.copy(file, folder)
    (tmp_path / "0" / "notes.txt").write_text("no answers", encoding="utf-8")
    (tmp_path / "1" / "broken.yaml").write_text("[", encoding="utf-8")
    run = svcmodel("check", tmp_path)
    assert run.code == 1
    assert "13" in run.last
    assert len(run.out.splitlines()) == 1
    assert "E101" in run.out


def test_check_of_a_catalogue_reads_it_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(ROOT / "models_catalog", folder)
    relations = folder / "relations.yaml"
    text = relations.read_text("utf-8")
    relations.write_text(text.replace("to: multichannel", "to: multichanel", 1), encoding="utf-8")
    run = svcmodel("check", folder)
    assert run.code == 1
    assert "relations.yaml" in run.out
    assert "multichannel" in run.out


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("charter", "common.tone_and_limits", "common.tone_and_limit"),
        ("resources", "{service_name}", "{service_nam}"),
    ],
)
def test_check_of_questionnaires_follows_what_they_name(
    tmp_path: Path, file: str, right: str, wrong: str
) -> None:
    folder = tmp_path / "questionnaires"
    shutil.copytree(ROOT / "questionnaires", folder)
    bank = folder / "bank" / f"{file}.yaml"
    text = bank.read_text("utf-8")
    assert right in text
    bank.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    run = svcmodel("check", folder)
    assert run.code == 1
    assert len(run.out.splitlines()) == 1
    assert f"{bank}:" in run.out
    assert "E420" in run.out
    assert f"did you mean {right.strip('{}')}?" in run.out


def test_check_of_what_is_not_there(tmp_path: Path) -> None:
    assert svcmodel("check", tmp_path / "missing.yaml").code == 2
    assert "E307" in svcmodel("check", tmp_path).out


# new answers


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES)
@EVERY_LANGUAGE
def test_new_answers_asks_every_question_in_one_language(
    questionnaire: str, lang: Lang, full: Questionnaire
) -> None:
    text = output("new", "answers", "--questionnaire", questionnaire, "--lang", lang)
    asked = json.loads(json.dumps(parse_yaml(text).data))
    assert asked["questionnaire"] == questionnaire
    assert asked["lang"] == lang
    listed = as_json(ROOT / "questionnaires" / f"{questionnaire}.yaml")["sections"]
    ids = [id_ for section in listed for id_ in section["questions"]]
    assert re.findall(r"^  # (\w+):$", text, flags=re.MULTILINE) == ids
    comments = "\n".join(re.findall(r"^  # .*", text, flags=re.MULTILINE))
    said = without_ids(comments).replace("#", "")
    assert foreign_in(said, lang, [list(full.bank.values())]) == []
    assert max(len(line) for line in text.splitlines()) <= 115


def test_a_new_file_can_be_filled_in_by_taking_signs_away(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    assert svcmodel("new", "answers", file).code == 0
    text = file.read_text("utf-8")
    for line, filled in (
        ("  # cus_volume:", "  cus_volume: 1200"),
        ("  # channels_by_use:", "  channels_by_use: [email, phone]"),
        ("# important: []", "important: [com_diff]"),
        ("# weights:", "weights:"),
        ("# constraints:\n#   - {", "constraints:\n  - {"),
    ):
        assert text.count(line) == 1
        text = text.replace(line, filled)
    file.write_text(text, encoding="utf-8")
    assert svcmodel("check", file).out == ""
    data = json.loads(output("score", file, "--format", "json"))
    assert data["coverage"]["answered"] == 1
    assert data["design"]["layers"]["sourcing"]["chosen"] == "in_house"


def test_new_answers_overwrites_only_when_forced(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("mine", encoding="utf-8")
    refused = svcmodel("new", "answers", file)
    assert (refused.code, refused.out) == (2, "")
    assert f"{file}: E306" in refused.last
    assert file.read_text("utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [file]
    assert svcmodel("new", "answers", file, "--force").code == 0
    assert file.read_text("utf-8") != "mine"


def test_new_answers_names_the_questionnaire_that_was_meant() -> None:
    run = svcmodel("new", "answers", "--questionnaire", "quik")
    assert run.code == 2
    assert "E302" in run.last
    assert "quick" in run.last


def test_new_answers_tells_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    run = svcmodel("new", "answers", tmp_path / "missing" / "answers.yaml")
    assert run.code == 2
    assert "E007" in run.last


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema that is written beside a new answer file."""
    folder = tmp_path_factory.mktemp("new")
    file = folder / "answers.yaml"
    assert svcmodel("new", "answers", file).code == 0
    named = re.match(r"# yaml-language-server: \$schema=\./(\S+)", file.read_text("utf-8"))
    assert named is not None
    schema = json.loads((folder / named[1]).read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    return schema


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_schema_beside_a_new_file_accepts_every_example(beside: Any, file: Path) -> None:
    assert [e.message for e in Draft7Validator(beside).iter_errors(as_json(file))] == []


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"cus_volume": {"level": 3, "grade": "guess"}},
        {"cus_volume": {"level": [2, 4], "note": "they disagree"}},
        {"cus_crosschannel": {"level": 3}, "cus_geo": "not_applicable"},
        {"cus_volume": "unknown", "res_crm": {"value": "not_applicable"}},
        {"channels_by_use": {"value": ["email"], "by": "the owner"}},
    ],
)
def test_schema_beside_a_new_file_accepts_sound_answers(
    beside: Any, answers: dict[str, Any]
) -> None:
    data = {"format": "svcmodel/answers/1", "subject": "X", "answers": answers}
    assert Draft7Validator(beside).is_valid(data)


@pytest.mark.parametrize(
    "broken",
    [
        {"format": "svcmodel/answers/2"},
        {"subject": ""},
        {"colour": "blue"},
        {"lang": "fr"},
        {"important": ["obj_cost"] * 6},
        {"constraints": [{"id": "x"}]},
        *(
            {"answers": {id_: answer}}
            for id_, answer in (
                ("nobody", 3),
                ("cus_volume", -1),
                ("cus_volume", "many"),
                ("cus_volume", {"value": "many"}),
                ("cus_volume", {"level": 6}),
                ("cus_volume", {"level": [1, 2, 3]}),
                ("cus_volume", {"grade": "guess"}),
                ("cus_crosschannel", 3),
                ("cus_crosschannel", {"value": 3}),
                ("product_kind", "gas"),
                ("product_kind", {"level": 3}),
                ("obj_cost", 6),
                ("obj_cost", {"value": 3, "grade": "sure"}),
                ("channels_by_use", "email"),
                ("channels_by_use", ["email", "email"]),
                ("channels_by_use", ["pigeon"]),
                ("cus_repetitive", 101),
                ("ai_in_contact", "perhaps"),
            )
        ),
    ],
    ids=json.dumps,
)
def test_schema_beside_a_new_file_refuses_broken_files(beside: Any, broken: dict[str, Any]) -> None:
    sound = {"format": "svcmodel/answers/1", "subject": "X"}
    assert Draft7Validator(beside).is_valid(sound)
    assert not Draft7Validator(beside).is_valid({**sound, **broken})


# catalogue and questionnaire


@pytest.mark.parametrize("model", MODELS)
@EVERY_LANGUAGE
def test_catalogue_shows_every_model_in_one_language(
    model: str, lang: Lang, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    text = output("catalogue", "show", model, "--lang", lang)
    record = shipped.models[model]
    assert text.startswith(f"# {record.name.to(lang)}\n")
    flat = " ".join(text.replace("\\", "").split())
    for told in (record.definition, record.suits, record.avoid, record.seen_in):
        assert " ".join(told.to(lang).split()) in flat
    for task in shelf.books[model].tasks:
        assert " ".join(task.title.to(lang).split()) in flat
    own_words = without_ids(text[: text.rindex("\n## ")])  # sources keep their own titles
    assert foreign_in(own_words, lang, [shipped, shelf]) == []
    empty = re.findall(r"^(##+ .*)\n+(?=## |\Z)", text, flags=re.MULTILINE)
    assert empty == []


@EVERY_LANGUAGE
def test_sources_without_a_title_are_called_something_in_both_languages(lang: Lang) -> None:
    texts = [output("catalogue", "show", model, "--lang", lang) for model in MODELS[:8]]
    every = load_sources().values()
    called = [s.called for s in every if s.called and s.evidence not in ("law", "not_read")]
    assert len(called) == 5
    for name in called:
        lines = [line for text in texts for line in text.splitlines() if name.to(lang) in line]
        assert lines
        assert all(line.startswith(f"- {name.to(lang)}") for line in lines)


def without_ids(markdown: str) -> str:
    """A page without what is the same in both languages: ids of models, questions and options."""
    text = re.sub(r"`[^`]*`", "", markdown)
    return re.sub(r"^( *#? *|- )\w+:( |$)", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("asked", "meant"), [("personalized", "personalised"), ("subscripton", "subscription")]
)
def test_an_unknown_model_brings_the_nearest(asked: str, meant: str) -> None:
    run = svcmodel("catalogue", "show", asked)
    assert (run.code, run.out) == (2, "")
    assert f"did you mean {meant}?" in run.last
    far = svcmodel("catalogue", "show", "zzz")
    assert all(model in far.last for model in MODELS)


@EVERY_LANGUAGE
def test_questionnaires_are_listed(lang: Lang) -> None:
    lines = output("questionnaire", "list", "--lang", lang).splitlines()
    assert [line.split()[0] for line in lines[1:]] == QUESTIONNAIRES
    assert len({tuple(line.split()[-2:]) for line in lines[1:]}) == len(QUESTIONNAIRES)


@pytest.mark.parametrize("name", QUESTIONNAIRES)
@EVERY_LANGUAGE
def test_questionnaires_are_shown_in_one_language(
    name: str, lang: Lang, full: Questionnaire
) -> None:
    text = output("questionnaire", "show", name, "--lang", lang)
    asked = as_json(ROOT / "questionnaires" / f"{name}.yaml")
    ids = [id_ for section in asked["sections"] for id_ in section["questions"]]
    assert re.findall(r"^`(\w+)` · ", text, flags=re.MULTILINE) == ids
    flat = " ".join(text.replace("\\", "").split())
    for id_ in ids:
        assert " ".join(full.bank[id_].hint.to(lang).split()) in flat
    assert foreign_in(without_ids(text), lang, [list(full.bank.values())]) == []


@pytest.mark.parametrize("name", QUESTIONNAIRES)
@EVERY_LANGUAGE
def test_what_to_have_at_hand_fits_on_a_page_in_one_language(
    name: str, lang: Lang, full: Questionnaire
) -> None:
    text = output("questionnaire", "show", name, "--at-hand", "--lang", lang)
    width, height = PAPER
    lines = [row for line in text.splitlines() if line for row in wrap(line, width)]
    assert len(lines) <= height
    assert "None" not in text
    assert foreign_in(text, lang, [list(full.bank.values())]) == []


def test_what_to_have_at_hand_is_grouped_by_who_knows_it() -> None:
    text = output("questionnaire", "show", "full", "--at-hand", "--lang", "es")
    people = re.findall(r"^## Para ([^:]+): \d+ preguntas, [\d,]+ min$", text, flags=re.MULTILINE)
    assert people == ["dirección", "finanzas", "atención al cliente", "sistemas"]
    finance = text.split("## ")[3 - 1]
    assert "- **Facturación de un año**: Cuentas anuales\n" in finance
    assert "Cómo se atiende hoy" not in text


def test_a_questionnaire_for_nobody_in_particular_calls_the_service_by_a_neutral_phrase() -> None:
    for command in (["questionnaire", "show", "full"], ["new", "answers"]):
        text = " ".join(output(*command, "--lang", "en").replace("#", "").split())
        assert "How far is the service you are deciding on the core of what you do" in text
        assert "{" not in re.sub(
            r"\{(value: 3|id: my_contract|objectives: 1|name: )[^}]*\}", "", text
        )


def test_an_unknown_questionnaire_brings_the_nearest() -> None:
    run = svcmodel("questionnaire", "show", "ful")
    assert run.code == 2
    assert "did you mean full?" in run.last


# schema


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_is_one(name: str) -> None:
    schema = schema_of(name)
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["additionalProperties"] is False
    assert "format" in schema["required"]


@pytest.mark.parametrize(
    "file", DATA_FILES, ids=lambda file: str(file.relative_to(ROOT).with_suffix(""))
)
def test_every_shipped_file_follows_the_schema_of_its_format(file: Path) -> None:
    data = as_json(file)
    validator = Draft7Validator(schema_of(data["format"].split("/")[1]))
    assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(data)] == []
    assert not validator.is_valid({**data, "colour": "blue"})


@EVERY_LANGUAGE
def test_answer_schema_explains_itself_in_the_language_asked_for(
    lang: Lang, shipped: Catalogue, full: Questionnaire
) -> None:
    text = output("schema", "answers", "--lang", lang)
    described = json.loads(text)["properties"]["answers"]["properties"]
    assert set(described) == {*full.bank, *shipped.criteria}
    assert all(each["description"] for each in described.values())
    said = " ".join(each["description"] for each in described.values())
    assert foreign_in(said, lang, [shipped, list(full.bank.values())]) == []


def test_schema_is_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "score.schema.json"
    assert svcmodel("schema", "score", "-o", file).code == 0
    assert json.loads(file.read_text("utf-8")) == schema_of("score")


def test_an_unknown_schema_brings_the_nearest() -> None:
    run = svcmodel("schema", "answer")
    assert run.code == 2
    assert "did you mean answers?" in run.last


# help


def test_version() -> None:
    for arguments in (["--version"], ["-q", "--version"]):
        assert in_shell(*arguments).out == f"svcmodel {__version__}\n"


def test_version_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['svcmodel', '--version']; from svcmodel.__main__ import main; "
    code += "main(); print(*sorted(sys.modules))"
    modules = in_shell("-c", code, start=(sys.executable,)).out.split()
    assert {"typer", "yaml", "rich", "jinja2", "pydantic"}.isdisjoint(modules)


@pytest.mark.parametrize("command", [[], *COMMANDS], ids=" ".join)
def test_help_fits_on_a_screen(command: list[str]) -> None:
    text = output(*command, "--help")
    assert text.startswith(" ".join(["Usage: svcmodel", *command]))
    assert len(text.splitlines()) <= SCREEN
    assert max(len(line) for line in text.splitlines()) <= 80
    assert len(text.splitlines()[2].strip()) > 10


def test_help_names_every_command() -> None:
    text = output("--help")
    for command in {command[0] for command in COMMANDS}:
        assert re.search(rf"^  {command} +\S", text, flags=re.MULTILINE)
    assert "--version" in text


@pytest.mark.parametrize("command", [[], ["new"], ["catalogue"], ["questionnaire"]], ids=" ".join)
def test_a_command_left_unfinished_shows_its_help(command: list[str]) -> None:
    run = svcmodel(*command)
    assert run.code == 2
    assert "Commands:" in run.out + run.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_printed(shell: str) -> None:
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}  # the shell is named, not guessed
    run = in_shell("--show-completion", shell, environment=named, start=(INSTALLED,))
    assert run.code == 0
    assert "svcmodel" in run.out
    assert "_SVCMODEL_COMPLETE" in run.out


def test_completion_knows_the_commands() -> None:
    asked = {"COMP_WORDS": "svcmodel ca", "COMP_CWORD": "1", "_SVCMODEL_COMPLETE": "complete_bash"}
    run = in_shell(environment=asked, start=(INSTALLED,))
    assert run.out.split() == ["catalogue"]


def test_common_options_stand_before_and_after_the_command() -> None:
    spanish = output("catalogue", "list", "--lang", "es")
    assert output("--lang", "es", "catalogue", "list") == spanish
    assert output("catalogue", "--lang", "es", "list") == spanish
    assert svcmodel("-q", "check", ECOPRODUCTOS).err == ""
    assert svcmodel("check", ECOPRODUCTOS, "-q").err == ""
    assert svcmodel("check", ECOPRODUCTOS).err != ""


def test_check_reads_standard_input() -> None:
    sound = svcmodel("--lang", "en", "check", "-", stdin=EMPTY)
    assert (sound.code, sound.out) == (0, "")
    broken = svcmodel("--lang", "en", "check", "-", stdin=EMPTY + "answers: {headcount: }\n")
    assert broken.code == 1
    assert broken.out.startswith("-:3:")
    assert " E215 headcount: " in broken.out


def test_a_broken_template_is_told_with_its_line(tmp_path: Path) -> None:
    template = tmp_path / "plan.md.j2"
    template.write_text("{% for task in tasks %}\n{{ task }\n", encoding="utf-8")
    run = svcmodel("--lang", "en", "check", template)
    assert run.code == 1
    assert run.out.startswith(f"{template}:2:1: E114 the template cannot be understood here")


def test_the_shipped_templates_and_words_are_sound() -> None:
    run = svcmodel("--lang", "en", "check", ROOT / "templates")
    assert (run.code, run.out) == (0, "")
    assert run.last.endswith("; with errors: 0; with warnings: 0")
