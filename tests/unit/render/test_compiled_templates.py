"""Compiled templates are kept between runs, and nothing that happens to the folder stops a document."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from svcmodel.render.compiled_templates import NAMES, Compiled, compiled_templates, own_folder

TEXT = "{% for each in names %}{{ each }};{% endfor %}"


def filled(cache: jinja2.BytecodeCache, text: str = TEXT) -> str:
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"a.md.j2": text}), bytecode_cache=cache, autoescape=True
    )
    return environment.get_template("a.md.j2").render(names=["b", "c"])


def cache_in(folder: Path) -> Compiled:
    return Compiled(jinja2.FileSystemBytecodeCache(str(folder), NAMES))


def test_what_one_run_compiled_the_next_one_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled(cache_in(tmp_path)) == "b;c;"
    (kept,) = tmp_path.iterdir()
    with monkeypatch.context() as changed:
        changed.setattr(jinja2.Environment, "_generate", None)  # to compile would fail now
        assert filled(cache_in(tmp_path)) == "b;c;"
    assert filled(cache_in(tmp_path), "other") == "other"
    assert [*tmp_path.iterdir()] == [kept]


@pytest.mark.parametrize("damage", [b"", b"j2", b"\0" * 500])
def test_a_damaged_file_is_compiled_anew(tmp_path: Path, damage: bytes) -> None:
    filled(cache_in(tmp_path))
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for data in (damage, whole[: len(whole) // 2], whole[:40] + damage):
        kept.write_bytes(data)
        assert filled(cache_in(tmp_path)) == "b;c;"
    assert kept.read_bytes() == whole


def test_without_a_folder_one_process_keeps_its_own(tmp_path: Path) -> None:
    gone = cache_in(tmp_path / "gone")
    for cache in (Compiled(), gone):
        assert filled(cache) == "b;c;"
        assert len(cache.codes) == 1
        assert filled(cache) == "b;c;"


def test_a_folder_that_others_could_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = own_folder()
    assert isinstance(folder, jinja2.FileSystemBytecodeCache)
    assert Path(folder.directory).parent == tmp_path
    place = Path(folder.directory)
    place.rmdir()
    place.write_text("somebody else's")
    assert own_folder() is None
    assert compiled_templates() is compiled_templates()
