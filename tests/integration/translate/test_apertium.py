"""Apertium itself: every way, weird texts, processes that die, hang or are orphaned."""

import gc
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate.engines import modes
from translate.engines.apertium import ApertiumEngine
from translate.engines.chains import WAYS
from translate.engines.modes import Mode
from translate.engines.pipeline import Pipeline, PipelineStuckError
from translate.errors import EngineCrashedError, EngineTimeoutError

ITEMS = re.compile("⟦[0-9]{1,4}⟧")
SENTENCES = {
    "ca": ["El número d'afiliat és ⟦0⟧ des del ⟦1⟧.", "Ha treballat a França."],
    "es": ["El importe de la pensión asciende a ⟦0⟧ al mes, con efectos de ⟦1⟧.", "Ha trabajado en Francia."],
    "pt": ["O montante da pensão é de ⟦0⟧ por mês desde ⟦1⟧.", "Trabalhou na França."],
    "it": ["L'importo della pensione è di ⟦0⟧ al mese dal ⟦1⟧.", "Ha lavorato in Francia."],
    "ro": ["Cuantumul pensiei este de ⟦0⟧ pe lună de la ⟦1⟧.", "A lucrat în Franța."],
    "en": ["The amount of the pension is ⟦0⟧ per month since ⟦1⟧.", "He has worked in France."],
}
ALL_WAYS = [(source, way.modes) for (source, _), ways in WAYS.items() for way in ways]


def mode(name: str) -> Mode:
    found = modes.read(name)
    assert found is not None, f"the Debian package of {name} is missing"
    return found


def engine_of(source: str, names: tuple[str, ...], patience: float = 30.0, idle: float = 300.0) -> ApertiumEngine:
    return ApertiumEngine(source, "fr", [mode(name) for name in names], "essai", patience, idle)


@pytest.fixture(scope="module")
def spanish() -> Iterator[ApertiumEngine]:
    engine = engine_of("es", ("spa-cat", "cat-fra"))
    yield engine
    engine.close()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pids: tuple[int, ...]) -> None:
    limit = time.monotonic() + 20
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < limit, "processes were left behind"
        time.sleep(0.05)


@pytest.mark.parametrize(("source", "names"), ALL_WAYS, ids=["→".join(names) for _, names in ALL_WAYS])
def test_every_way_leads_to_french_with_its_items(source: str, names: tuple[str, ...]) -> None:
    engine = engine_of(source, names)
    try:
        masked, plain = engine.translate(SENTENCES[source])
    finally:
        engine.close()
    assert ITEMS.findall(masked.text) == ["⟦0⟧", "⟦1⟧"]
    assert "travaillé" in plain.text or "œuvré" in plain.text or "oeuvré" in plain.text
    assert plain.score is not None
    assert 0.5 < plain.score <= 1


def test_the_draft_of_a_spanish_sentence(spanish: ApertiumEngine) -> None:
    (translated,) = spanish.translate(["El trabajador ha presentado una solicitud de pensión."])
    assert translated.text == "Le travailleur a présenté une sollicitude de pension."
    assert translated.score == 1.0


def test_unknown_words_lower_the_score_and_lose_their_mark(spanish: ApertiumEngine) -> None:
    (translated,) = spanish.translate(["El trabajador es un zzyzxato."])
    assert "zzyzxato" in translated.text
    assert "*" not in translated.text
    assert translated.score == pytest.approx(0.8)


def test_a_whole_document_comes_back_in_order(spanish: ApertiumEngine) -> None:
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1

    sentences = [f"La persona {number} trabaja." for number in range(1000)]
    texts = [each.text for each in spanish.translate(sentences, tick=tick)]
    assert [re.findall(r"\d+", text) for text in texts] == [[str(number)] for number in range(1000)]
    assert ticks > 1


def test_nothing_asked_nothing_started() -> None:
    engine = engine_of("es", ("es-fr",))
    assert engine.translate([]) == []
    assert engine.processes == ()


WEIRD = st.one_of(
    st.text(st.characters(codec=None), max_size=80),
    st.text("[]{}^$/\\@<>*#~+_=\n\0\taeo .,;:⟦⟧01", max_size=80),
    st.lists(st.sampled_from(["de", "la", "⟦1⟧", "⟦99⟧", "😀", "مرحبا", "a/b", "¿", ".", "\ud800", "N.º"])).map(
        " ".join
    ),
    st.integers(1, 10_000).map(lambda length: "é" * length),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WEIRD, max_size=20))
def test_weird_texts_keep_their_number_and_items(spanish: ApertiumEngine, sentences: list[str]) -> None:
    translated = spanish.translate(sentences)
    assert len(translated) == len(sentences)
    for before, after in zip(sentences, translated, strict=True):
        assert sorted(ITEMS.findall(after.text)) == sorted(ITEMS.findall(before))
        assert not after.text or before.strip()


def test_a_killed_process_is_started_again(spanish: ApertiumEngine) -> None:
    before = spanish.translate(["Hola."])
    for victim in spanish.processes[::3]:
        os.kill(victim, signal.SIGKILL)
    assert spanish.translate(["Hola."]) == before


def test_a_process_killed_in_mid_document_costs_no_sentence(spanish: ApertiumEngine) -> None:
    sentences = [f"La persona {number} trabaja." for number in range(2000)]
    killed = False

    def kill_once() -> None:
        nonlocal killed
        if not killed and spanish.processes:
            killed = True
            os.kill(spanish.processes[2], signal.SIGKILL)

    texts = [each.text for each in spanish.translate(sentences, tick=kill_once)]
    assert killed
    assert [re.findall(r"\d+", text) for text in texts] == [[str(number)] for number in range(2000)]


def test_close_ends_every_process_and_the_engine_can_be_used_again() -> None:
    engine = engine_of("es", ("es-fr",))
    engine.translate(["Hola."])
    first = engine.processes
    assert len(first) == len(mode("es-fr").stages)
    engine.close()
    wait_until_gone(first)
    assert engine.translate(["Hola."])[0].text
    second = engine.processes
    engine.close()
    wait_until_gone(second)


def test_programs_that_nobody_asks_end_and_come_back_with_the_next_question() -> None:
    engine = engine_of("es", ("es-fr",), idle=0.2)
    try:
        for _ in range(3):
            assert engine.translate(["Hola."])[0].text
            wait_until_gone(engine.processes)
    finally:
        engine.close()


def test_a_question_longer_than_the_idle_time_is_answered() -> None:
    engine = engine_of("es", ("spa-cat", "cat-fra"), idle=0.001)
    try:
        texts = [each.text for each in engine.translate([f"Tengo {number} casas." for number in range(500)])]
    finally:
        engine.close()
    assert [re.findall(r"\d+", text) for text in texts] == [[str(number)] for number in range(500)]


def test_an_engine_that_nobody_holds_any_longer_leaves_no_process_behind() -> None:
    engine = engine_of("es", ("es-fr",))
    engine.translate(["Hola."])
    held = engine.processes
    assert held
    del engine
    gc.collect()
    wait_until_gone(held)


def test_what_tick_raises_ends_the_work_and_leaves_the_engine_usable(spanish: ApertiumEngine) -> None:
    def lost() -> None:
        raise KeyError("lease")

    with pytest.raises(KeyError):
        spanish.translate(["Hola."] * 10, tick=lost)
    assert len(spanish.translate(["Hola.", "Adiós."])) == 2


def test_threads_share_an_engine(spanish: ApertiumEngine) -> None:
    results: dict[int, list[str]] = {}

    def work(number: int) -> None:
        results[number] = [each.text for each in spanish.translate([f"La persona {number} trabaja."] * 50)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(texts) == 50 and all(str(n) in text for text in texts) for n, texts in results.items())
    assert len(results) == 8


def test_programs_that_never_answer_are_killed() -> None:
    # A real program that never answers stands for one in an endless loop.
    stuck = Pipeline(Mode("stuck", (("tail", "-f", "/dev/null"),)), patience=0.3)
    with pytest.raises(PipelineStuckError):
        list(stuck.ask(["x"], lambda: None))
    assert stuck.processes == ()


@pytest.mark.parametrize(
    ("stage", "error", "code"),
    [
        (("true",), EngineCrashedError, "engine_crashed"),
        (("no-such-program",), EngineCrashedError, "engine_crashed"),
        (("tail", "-f", "/dev/null"), EngineTimeoutError, "engine_timeout"),
    ],
)
def test_a_broken_machine_is_said_and_may_be_tried_later(
    stage: tuple[str, ...], error: type[EngineCrashedError | EngineTimeoutError], code: str
) -> None:
    engine = ApertiumEngine("es", "fr", [Mode("es-fr", (stage,))], "essai", patience=0.1)
    with pytest.raises(error) as caught:
        engine.translate(["Hola."] * 10)
    assert caught.value.code == code
    assert "es→fr" in caught.value.message


def test_one_sentence_that_kills_the_programs_spares_the_others() -> None:
    # A real filter that ends at one word and copies the rest, as a crash on one sentence would.
    deadly = ("sed", "-z", "-u", "/mortel/Q")
    engine = ApertiumEngine("es", "fr", [Mode("es-fr", (deadly,))], "essai")
    try:
        translated = engine.translate(["uno", "mortel", "dos"])
    finally:
        engine.close()
    assert [(each.text, each.score) for each in translated] == [("uno", 1.0), ("", 0.0), ("dos", 1.0)]


IDLE = """
import time
from translate.engines import modes
from translate.engines.apertium import ApertiumEngine
engine = ApertiumEngine("es", "fr", [modes.read("es-fr")], "essai")
engine.translate(["Hola."])
print(*engine.processes, flush=True)
time.sleep(600)
"""
# A program that neither reads nor writes does not notice that its pipes are gone.
STUCK = """
from translate.engines.modes import Mode
from translate.engines.pipeline import Pipeline
pipeline = Pipeline(Mode("stuck", (("tail", "-f", "/dev/null"), ("sleep", "600"))), patience=600)
list(pipeline.ask(["Hola."], lambda: print(*pipeline.processes, flush=True)))
"""


@pytest.mark.parametrize("script", [IDLE, STUCK], ids=["idle", "stuck"])
def test_a_killed_parent_leaves_no_process_behind(script: str) -> None:
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = tuple(int(pid) for pid in parent.stdout.readline().split())
        parent.kill()
    assert pids
    wait_until_gone(pids)
