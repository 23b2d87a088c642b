"""The shapes of what the commands write, asserted strictly on real samples: scripts rely on them."""

import hashlib
import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pypdf
import pytest

from storage.languages import LANGUAGES
from tests.integration.cli.command import (
    ROOT,
    SAMPLES,
    Done,
    command,
    environment,
    on_terminal,
    truchement,
)

SPANISH, TURKISH = SAMPLES / "es_informe_alta.pdf", SAMPLES / "tr_formul_a.png"
NUMBER = (int, float)
DRAFT = {
    "file": str,
    "pages": int,
    "language": str,
    "words": int,
    "confidence": NUMBER,
    "engine": (str, type(None)),
    "segments": list,
    "warnings": list,
    "seconds": dict,
    "outputs": dict,
}
SEGMENT = {
    "page": int,
    "role": str,
    "language": str,
    "source": str,
    "target": str,
    "origin": str,
    "engine": (str, type(None)),
    "score": (*NUMBER, type(None)),
    "warnings": list,
}
PAGE = {
    "number": int,
    "width": NUMBER,
    "height": NUMBER,
    "rotation": int,
    "source": str,
    "languages": list,
    "confidence": NUMBER,
    "warnings": list,
    "text": str,
    "words": list,
}
WORD = {"text": str, "box": list, "confidence": NUMBER}
LINE = {name: SEGMENT[name] for name in ("source", "target", "origin", "engine", "score", "warnings")}
PAIR = {
    "source": str,
    "target": str,
    "engine": str,
    "label": str,
    "chain": list,
    "version": str,
    "demonstration": bool,
}
WARNING = {"code": str, "message": str}
LOOKED_AT = {"code": str, "what": str, "good": bool, "needed": bool, "said": str, "remedy": str}


def has_shape(record: Any, shape: dict[str, Any]) -> None:
    assert isinstance(record, dict)
    assert list(record) == list(shape)
    for name, kind in shape.items():
        assert isinstance(record[name], kind), name
        # To Python a truth value is a whole number; to whoever reads the JSON it is not.
        assert kind is bool or not isinstance(record[name], bool), name


def are_warnings(found: list[Any]) -> None:
    for warning in found:
        has_shape(warning, WARNING)
        assert warning["code"].replace("_", "").isalnum()
        assert warning["message"][0].isupper()


def is_error(record: Any, code: str) -> None:
    has_shape(record, WARNING)
    assert record["code"] == code
    assert record["message"].endswith((".", "--help"))
    assert len(record["message"]) > 20


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def drafted(data: Path, out: Path) -> Done:
    """Two good files with a bad one between them."""
    return truchement("draft", SPANISH, out / "absent.pdf", TURKISH, "--out", out, "--json", data=data)


def test_draft_goes_on_after_a_failure_and_says_so(drafted: Done, out: Path) -> None:
    assert drafted.status == 1
    assert drafted.err == ""
    first, failed, last = drafted.json()
    assert list(failed) == ["file", "error"]
    assert failed["file"] == str(out / "absent.pdf")
    is_error(failed["error"], "file_not_found")
    assert (first["file"], last["file"]) == (str(SPANISH), str(TURKISH))


@pytest.mark.parametrize(("place", "language", "pages"), [(0, "es", 2), (2, "tr", 1)])
def test_the_record_of_a_draft(drafted: Done, out: Path, place: int, language: str, pages: int) -> None:
    record = drafted.json()[place]
    has_shape(record, DRAFT)
    assert (record["language"], record["pages"]) == (language, pages)
    assert 0 < record["confidence"] <= 100
    assert list(record["seconds"]) == ["reading", "drafting", "rendering"]
    assert all(isinstance(value, NUMBER) and value >= 0 for value in record["seconds"].values())
    are_warnings(record["warnings"])
    assert record["segments"]
    for segment in record["segments"]:
        has_shape(segment, SEGMENT)
        are_warnings(segment["warnings"])
        assert 1 <= segment["page"] <= pages
        assert segment["role"] in {"heading", "paragraph", "label", "cell", "mark"}
        assert segment["language"] in LANGUAGES
        assert segment["source"].strip()
        assert segment["origin"] in {"machine", "copied", "none"}
        assert (segment["engine"] is not None) == (segment["origin"] == "machine")
        assert (segment["target"] == "") == (segment["origin"] == "none")
        assert segment["score"] is None or 0 <= segment["score"] <= 1
    assert record["words"] >= len(record["segments"]) / 2
    assert list(record["outputs"]) == ["pdf", "bilingual", "docx"]
    stem = Path(record["file"]).stem
    names = [f"{stem}.fr.pdf", f"{stem}.bilingue.pdf", f"{stem}.fr.docx"]
    assert [Path(path) for path in record["outputs"].values()] == [out / name for name in names]
    assert Path(record["outputs"]["docx"]).read_bytes()[:4] == b"PK\x03\x04"
    for kind in ("pdf", "bilingual"):
        with pypdf.PdfReader(record["outputs"][kind]) as reader:
            assert len(reader.pages) >= 1


def test_a_language_without_engine_is_told_once(drafted: Done) -> None:
    turkish = drafted.json()[2]
    assert turkish["engine"] is None
    assert [w["code"] for w in turkish["warnings"]].count("no_engine") == 1
    assert "no_engine" in {w["code"] for s in turkish["segments"] for w in s["warnings"]}


def test_nothing_is_left_beside_the_files(drafted: Done, out: Path) -> None:
    assert len(list(out.iterdir())) == 6


def test_files_of_one_name_and_the_inputs_themselves_are_safe(data: Path, tmp_path: Path) -> None:
    page = SAMPLES / "de_arbeitsunfaehigkeit.pdf"
    (tmp_path / "un").mkdir()
    inputs = [tmp_path / "a.pdf", tmp_path / "a.fr.pdf", tmp_path / "un" / "a.pdf"]
    for path in inputs:
        path.write_bytes(page.read_bytes())
    done = truchement("draft", *inputs, "--out", tmp_path, "--json", data=data)
    assert done.status == 0, done
    written = [Path(path) for record in done.json() for path in record["outputs"].values()]
    assert len(set(written)) == 9
    assert not {path.resolve() for path in written} & {path.resolve() for path in inputs}
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs} == {
        hashlib.sha256(page.read_bytes()).hexdigest()
    }
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(("place", "code"), [("file", "output_unwritable"), ("/proc/out", "output_unwritable")])
def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    data: Path, tmp_path: Path, place: str, code: str
) -> None:
    (tmp_path / "file").touch()
    began = time.monotonic()
    done = truchement("draft", TURKISH, "--out", tmp_path / place, "--json", data=data)
    assert done.status == 1
    is_error(done.json()[0]["error"], code)
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("path", "source", "languages"), [(SPANISH, "text-layer", ["es"]), (TURKISH, "ocr", ["tr", "fr"])]
)
def test_the_record_of_reading(data: Path, path: Path, source: str, languages: list[str]) -> None:
    done = truchement("ocr", path, "--json", data=data)
    assert (done.status, done.err) == (0, "")
    assert list(done.json()) == ["pages", "warnings"]
    assert done.json()["warnings"] == []
    pages = done.json()["pages"]
    assert [page["number"] for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        has_shape(page, PAGE)
        assert (page["source"], page["languages"]) == (source, languages)
        assert page["rotation"] in (0, 90, 180, 270)
        are_warnings(page["warnings"])
        assert page["words"]
        for word in page["words"]:
            has_shape(word, WORD)
            x0, y0, x1, y1 = word["box"]
            assert 0 <= x0 < x1 <= page["width"] + 0.01
            assert 0 <= y0 < y1 <= page["height"] + 0.01
            assert 0 <= word["confidence"] <= 100
        assert page["text"].split() == [part for word in page["words"] for part in word["text"].split()]


def test_told_languages_are_used(data: Path) -> None:
    done = truchement("ocr", SAMPLES / "en_gp_letter.tiff", "--languages", "eng+fra", "--json", data=data)
    assert done.status == 0
    assert done.json()["pages"][0]["languages"][0] == "en"


GIVEN = "Tiene derecho a una pensión.\n\nEl 12/03/2021: 1.284,56 €.\n   \nFirma\u2028y sello\r\nsin fin de línea"


def test_translate_gives_a_line_for_each_line(data: Path) -> None:
    plain = truchement("translate", "--from", "es", data=data, given=GIVEN.encode())
    assert plain.status == 0
    targets = plain.out.split("\n")[:-1]
    assert len(targets) == 6
    assert targets[1] == ""
    assert "droit" in targets[0]
    assert "\r" not in plain.out
    assert "\u2028" not in plain.out


def test_translate_as_json_lines(data: Path) -> None:
    done = truchement("translate", "--from", "ES", "--to", "fr", "--json", data=data, given=GIVEN.encode())
    assert (done.status, done.err) == (0, "")
    lines = done.lines()
    assert len(done.out.splitlines()) == len(lines) == 6
    for line in lines:
        has_shape(line, LINE)
        are_warnings(line["warnings"])
    given = GIVEN.split("\n")
    assert [line["source"] for line in lines] == [text.removesuffix("\r") for text in given]
    assert [line["origin"] for line in lines[:2]] == ["machine", "copied"]
    assert lines[0]["engine"].startswith("Apertium")


def test_translate_without_engine_still_gives_every_line(data: Path) -> None:
    done = truchement("translate", "--from", "uk", data=data, given="Свідоцтво\n12\nпро\n".encode())
    assert (done.status, done.out) == (0, "\n12\n\n")
    assert done.err.count("Aucun moteur") == 1


def test_translate_without_input_gives_nothing(data: Path) -> None:
    assert truchement("translate", "--from", "es", "--json", data=data) == Done(0, "", "")


def test_translate_answers_while_its_input_is_open(data: Path) -> None:
    with subprocess.Popen(
        command(("translate", "--from", "es", "--json")),
        cwd=ROOT,
        env=environment(data, {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"Hola\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["source"] == "Hola"
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0


def test_engines(data: Path) -> None:
    done = truchement("engines", "--json", data=data)
    assert (done.status, done.err) == (0, "")
    for pair in done.json():
        has_shape(pair, PAIR)
        assert pair["engine"] in {"apertium", "argos"}
        assert pair["chain"]
        assert pair["version"]
    assert ("es", "fr") in {(pair["source"], pair["target"]) for pair in done.json()}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("draft",), "usage"),
        (("draft", "--frm", "es", SPANISH), "usage"),
        (("drat",), "usage"),
        (("ocr", SPANISH, SPANISH), "usage"),
        (("translate",), "usage"),
        (("users", "add", "x", "--name", "x", "--body", "x", "--unit", "x", "--role", "chef"), "usage"),
        (("draft", SPANISH, "--from", "xx"), "unknown_language"),
        (("draft", SPANISH, "--to", "en"), "unsupported_target"),
        (("translate", "--from", "xx"), "unknown_language"),
        (("translate", "--from", "es", "--to", ""), "unknown_language"),
        (("ocr", SPANISH, "--languages", "fra+xyz"), "unknown_language"),
        (("ocr", SPANISH, "--languages", ""), "unknown_language"),
    ],
)
def test_a_senseless_command_line_is_told_in_french(
    data: Path, arguments: tuple[str | Path, ...], code: str
) -> None:
    done = truchement(*arguments, "--json", data=data)
    assert (done.status, done.err) == (2, "")
    is_error(done.json()["error"], code)
    message = done.json()["error"]["message"]
    assert not any(word in message for word in ("Error", "Usage:", "Try", "Missing", "Invalid", "such"))


def test_without_json_an_error_goes_to_standard_error_with_its_code(data: Path) -> None:
    for arguments, code in (((), "usage"), (("models", "remove", "allemand"), "unknown_pair")):
        done = truchement(*arguments, data=data)
        assert (done.status, done.out) == (2, "")
        assert done.err.rstrip().endswith(f"[{code}]")


def test_a_setting_that_makes_no_sense(data: Path) -> None:
    done = truchement("engines", "--json", data=data, PORT="huit")
    assert done.status == 2
    is_error(done.json()["error"], "setting")


def test_what_needs_a_database_says_so_without_a_trace(tmp_path: Path) -> None:
    for arguments in (("users", "list"), ("audit", "verify")):
        done = truchement(*arguments, "--json", data=tmp_path / "data")
        assert (done.status, done.err) == (1, "")
        is_error(done.json()["error"], "database_unready")


def test_init_without_anybody_to_answer(tmp_path: Path) -> None:
    done = truchement("init", data=tmp_path / "data")
    assert done.status == 1
    assert done.err.rstrip().endswith("[no_answer]")


@pytest.mark.parametrize("arguments", [(), ("draft",), ("users",)])
def test_help_is_french(data: Path, arguments: tuple[str, ...]) -> None:
    done = truchement(*arguments, "--help", data=data)
    assert done.status == 0
    assert done.out.startswith("Usage : truchement")
    assert "Affiche cette aide." in done.out
    assert not any(word in done.out for word in ("Show this", "Commands", "[required]", "default"))


def test_a_closed_pipe_ends_quietly(data: Path) -> None:
    with subprocess.Popen(
        command(("translate", "--from", "es")),
        cwd=ROOT,
        env=environment(data, {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"Hola\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"Hola\n")
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_full_disk_under_the_output_is_told(data: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(("engines", "--json")),
            cwd=ROOT,
            env=environment(data, {}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("[output_full]")


def test_ctrl_c_ends_all_and_leaves_nothing_half_done(data: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        command(("draft", TURKISH, "--out", tmp_path / "out")),
        cwd=ROOT,
        env=environment(data, {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=listen_to_ctrl_c,
    ) as process:
        deadline = time.monotonic() + 60
        while not reading(process.pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        children = reading(process.pid)
        assert children
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert (out, err.strip()) == ("", "")
    assert list((tmp_path / "out").iterdir()) == []
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)


def listen_to_ctrl_c() -> None:
    """As at a terminal: what runs tests in the background may have told them to ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def reading(pid: int) -> list[int]:
    """The reading processes that a command started."""
    try:
        started = [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [one for one in started if b"ocr.child" in Path(f"/proc/{one}/cmdline").read_bytes()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def test_progress_is_for_terminals_alone(data: Path, tmp_path: Path) -> None:
    path = SAMPLES / "de_arbeitsunfaehigkeit.pdf"
    silent = truchement("draft", path, "--out", tmp_path, data=data)
    assert (silent.status, silent.err) == (0, "")
    assert "lecture" not in silent.out
    status, shown = on_terminal("draft", path, "--out", tmp_path, data=data)
    assert status == 0
    for stage in ("lecture, 1 p.", "brouillon", "mise en page", "━", "✓ de_arbeitsunfaehigkeit.pdf"):
        assert stage in shown


def test_doctor_looks_without_touching(tmp_path: Path) -> None:
    done = truchement("doctor", "--json", data=tmp_path / "data")
    assert done.err == ""
    assert not (tmp_path / "data").exists()
    lines = done.json()
    for line in lines:
        has_shape(line, LOOKED_AT)
        assert bool(line["remedy"]) <= (not line["good"])
    state = {line["code"]: line["good"] for line in lines}
    wanted = {"data_folder", "database", "blobs", "broker", "mail", "tesseract", "fonts", "front_end"}
    assert wanted | {"reading_languages", "interface_en", "demonstration_model", "pair_es_fr"} <= set(state)
    assert state["database"]
    assert done.status == int(any(line["needed"] and not line["good"] for line in lines))
