"""Which engine is chosen, with what is really installed here."""

from pathlib import Path

import pytest

from tests.integration.translate.tiny_packages import Recipe, package
from translate.engines import packages
from translate.engines.modes import MODES_FOLDER
from translate.engines.protocol import Engine
from translate.engines.router import NoEngine, Router


def chosen(router: Router, source: str, target: str) -> Engine:
    engine = router.route(source, target)
    assert not isinstance(engine, NoEngine), engine
    return engine


def add(models: Path, source: str, target: str, version: str = "1.0") -> None:
    path = models.parent / f"{source}-{target}-{version}.argosmodel"
    packages.install(package(path, Recipe(source, target, version)), models)


def test_apertium_works_out_of_the_box_by_the_best_ways(tmp_path: Path) -> None:
    router = Router(tmp_path / "models")
    assert {(pair.source, pair.chain) for pair in router.pairs()} == {
        ("ca", ("cat-fra",)),
        ("en", ("eng-cat", "cat-fra")),
        ("es", ("spa-cat", "cat-fra")),
        ("it", ("ita-cat", "cat-fra")),
        ("pt", ("por-cat", "cat-fra")),
        ("ro", ("ro-es", "spa-cat", "cat-fra")),
    }
    assert all(pair.engine == "apertium" and pair.version and not pair.demonstration for pair in router.pairs())
    assert router.missing() == []
    assert all(line.good for line in router.state())
    try:
        assert chosen(router, "es", "fr").translate(["Hola, buenos días."])[0].text.startswith("Salut")
    finally:
        router.close()


def test_argos_comes_first_then_by_english_then_apertium(tmp_path: Path) -> None:
    models = tmp_path / "models"
    router = Router(models)
    assert chosen(router, "es", "fr").name == "apertium"
    add(models, "en", "fr")
    add(models, "es", "en")
    assert chosen(router, "es", "fr").chain == ("es-en 1.0", "en-fr 1.0")
    add(models, "es", "fr")
    assert chosen(router, "es", "fr").chain == ("es-fr 1.0",)
    assert chosen(router, "pt", "fr").name == "apertium"
    assert {(p.source, p.target): p.engine for p in router.pairs()}["es", "en"] == "argos"
    packages.remove("es", "fr", models)
    packages.remove("es", "en", models)
    assert chosen(router, "es", "fr").name == "apertium"


def test_engines_are_kept_until_their_package_changes(tmp_path: Path) -> None:
    models = tmp_path / "models"
    add(models, "de", "fr")
    router = Router(models)
    first = chosen(router, "de", "fr")
    assert chosen(router, "de", "fr") is first
    assert chosen(router, "es", "fr") is chosen(router, "es", "fr")
    add(models, "de", "fr", "1.1")
    assert chosen(router, "de", "fr").chain == ("de-fr 1.1",)


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("pl", "fr", "no_engine"),
        ("fr", "fr", "same_language"),
        ("und", "fr", "unknown_language"),
        ("", "fr", "unknown_language"),
        ("xx", "yy", "no_engine"),
    ],
)
def test_where_nothing_translates_the_reason_is_said(tmp_path: Path, source: str, target: str, code: str) -> None:
    found = Router(tmp_path / "models").route(source, target)
    assert isinstance(found, NoEngine)
    assert found.code == code
    assert found.reason.endswith(".")


def without(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for path in MODES_FOLDER.glob("*.mode"):
        if path.stem not in names:
            (folder / path.name).write_text(path.read_text())
    return folder


def test_a_missing_pair_is_named_and_the_next_best_way_taken(tmp_path: Path) -> None:
    router = Router(tmp_path / "models", modes_folder=without(tmp_path / "modes", "spa-cat", "cat-fra"))
    assert chosen(router, "es", "fr").chain == ("es-fr",)
    assert chosen(router, "en", "fr").chain == ("eng-spa", "es-fr")
    assert isinstance(router.route("ca", "fr"), NoEngine)
    lines = {line.remedy: line for line in router.missing()}
    assert set(lines) == {"sudo apt install apertium-fra-cat", "sudo apt install apertium-spa-cat"}
    assert "catalan" in lines["sudo apt install apertium-fra-cat"].state
    assert not any(line.good for line in lines.values())


def test_a_damaged_argos_package_is_named(tmp_path: Path) -> None:
    models = tmp_path / "models"
    add(models, "de", "fr")
    (folder,) = models.iterdir()
    (folder / "metadata.json").unlink()
    router = Router(models)
    assert isinstance(router.route("de", "fr"), NoEngine)
    (line,) = router.missing()
    assert folder.name in line.subject
    assert "truchement models add" in line.remedy
