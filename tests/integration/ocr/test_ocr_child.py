"""The reading process: same results, limits, and an end when nobody wants the answer."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PIL import Image

import ocr
from ocr.errors import ChildCrashedError, ChildTimedOutError, EncryptedError
from ocr.languages import Detector
from ocr.limits import MEBIBYTE, Limits
from ocr.protocol import FOLDER_PREFIX
from ocr.reading import ReadingOptions, Tools, read_pages
from ocr.supervision import ENVIRONMENT, image_in_child, look_in_child, read_in_child
from ocr.tesseract import find_tesseract
from ocr.thumbnails import View, page_image
from storage.words import decode, encode
from tests.integration.ocr.papers import GERMAN, SPANISH, picture, printed, scanned

PDF = "application/pdf"


@pytest.fixture(params=["off", "required"])
def limits(request: pytest.FixtureRequest) -> Limits:
    """Plain limits, and those of an enclosed process: ``required`` fails where there is no bubblewrap."""
    return Limits(sandbox=request.param)


def children_of(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def below(pid: int) -> list[int]:
    """Every process that a process started, by whatever way."""
    return [one for child in children_of(pid) for one in (child, *below(child))]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def recognising(pid: int) -> list[int]:
    """The Tesseract processes below one that work on a picture."""
    return [one for one in below(pid) if b".pgm" in command_of(one)]


def reading(pid: int) -> list[int]:
    """The processes below one that have opened a file to read."""
    return [one for one in below(pid) if b"bwrap" not in command_of(one) and b"ocr.child" in command_of(one)]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(condition, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_the_child_reads_what_the_library_reads(tmp_path, limits):
    text = printed(tmp_path / "a.pdf", GERMAN, SPANISH)
    path = scanned(tmp_path / "b.pdf", picture(text, 1), picture(text, 2))
    ticks: list[int] = []
    found = list(read_in_child(path, PDF, (1, 2), ReadingOptions(), limits=limits, tick=lambda: ticks.append(1)))
    tools = Tools(find_tesseract(), Detector())
    here = list(read_pages(path, PDF, (1, 2), ReadingOptions(), tools))
    assert found == [decode(encode(page)) for page in here]
    assert ticks
    assert look_in_child(path, PDF, limits=limits).pages == 2
    view = View(width=300, format="png")
    assert image_in_child(path, PDF, 2, view, limits=limits) == page_image(path, PDF, 2, view)


def test_a_refusal_comes_through(tmp_path, limits):
    writer = pypdf.PdfWriter(clone_from=printed(tmp_path / "a.pdf", GERMAN))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    writer.close()
    with pytest.raises(EncryptedError):
        list(read_in_child(tmp_path / "b.pdf", PDF, (1,), ReadingOptions(), limits=limits))


def test_too_little_memory_ends_the_child_not_the_parent(tmp_path, limits):
    path = scanned(tmp_path / "b.pdf", Image.effect_noise((4000, 4000), 60))
    with pytest.raises(ChildCrashedError) as caught:
        list(read_in_child(path, PDF, (1,), ReadingOptions(), limits=replace(limits, memory=60 * MEBIBYTE)))
    assert caught.value.page == 1


def test_a_page_that_takes_too_long_is_named_and_all_processes_end(tmp_path, limits):
    path = scanned(tmp_path / "b.pdf", picture(printed(tmp_path / "a.pdf", GERMAN)))
    before = set(below(os.getpid()))
    with pytest.raises(ChildTimedOutError) as caught:
        list(read_in_child(path, PDF, (1,), ReadingOptions(), limits=replace(limits, page_seconds=0.05)))
    assert caught.value.page == 1
    assert set(below(os.getpid())) <= before


def test_what_tick_raises_ends_the_child_and_its_tesseract(tmp_path, limits):
    path = scanned(tmp_path / "b.pdf", *[picture(printed(tmp_path / "a.pdf", GERMAN * 3))] * 3)
    seen: list[int] = []

    def lose_the_lease() -> None:
        seen.extend(below(os.getpid()))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list(read_in_child(path, PDF, (1, 2, 3), ReadingOptions(), limits=limits, tick=lose_the_lease))
    assert seen
    wait_until(lambda: all(gone(pid) for pid in seen))


def test_the_child_ends_when_its_parent_is_killed(tmp_path, limits):
    path = scanned(tmp_path / "b.pdf", *[picture(printed(tmp_path / "a.pdf", GERMAN * 3))] * 4)
    program = (
        "import sys; from pathlib import Path\n"
        "from ocr.limits import Limits; from ocr.reading import ReadingOptions\n"
        "from ocr.supervision import read_in_child\n"
        "options, limits = ReadingOptions(), Limits(sandbox=sys.argv[2])\n"
        "list(read_in_child(Path(sys.argv[1]), 'application/pdf', (1, 2, 3, 4), options, limits=limits))\n"
    )
    root = Path(ocr.__file__).parent.parent
    before = set(Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"))
    with subprocess.Popen([sys.executable, "-c", program, path, limits.sandbox], cwd=root) as parent:
        wait_until(lambda: recognising(parent.pid))
        # With its Tesseract stopped the child cannot come to an end, nor to a broken pipe, by itself.
        os.kill(recognising(parent.pid)[0], signal.SIGSTOP)
        started = below(parent.pid)
        (child,) = reading(parent.pid)
        environment = dict(
            pair.split("=", 1) for pair in Path(f"/proc/{child}/environ").read_text().split("\0") if "=" in pair
        )
        folder = environment["TMPDIR"]
        if limits.sandbox == "required":
            assert folder == "/tmp"
            assert list(Path(f"/proc/{child}/root/tmp").rglob("*.pgm"))
            assert not set(Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*")) - before
        else:
            assert list(Path(folder).rglob("*.pgm"))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        wait_until(lambda: all(gone(pid) for pid in started))
        # The folder of an enclosed process is in the memory of a world that ended with it.
        assert folder == "/tmp" or not Path(folder).exists()


def test_the_child_killed_from_outside_is_a_crash_at_its_page(tmp_path, limits):
    path = scanned(tmp_path / "b.pdf", *[picture(printed(tmp_path / "a.pdf", GERMAN * 2))] * 3)
    found = []

    def kill() -> None:
        for child in children_of(os.getpid()):
            os.kill(child, signal.SIGKILL)

    pages = read_in_child(path, PDF, (1, 2, 3), ReadingOptions(), limits=limits, tick=kill)
    with pytest.raises(ChildCrashedError) as caught:
        found.extend(page.number for page in pages)
    assert caught.value.page in {1, 2, 3} - set(found)


def test_no_secret_of_the_parent_goes_down(tmp_path, monkeypatch, limits):
    monkeypatch.setenv("TRUCHEMENT_SECRET", "geheim")
    path = scanned(tmp_path / "b.pdf", picture(printed(tmp_path / "a.pdf", GERMAN)))
    seen: list[str] = []

    def look() -> None:
        for child in below(os.getpid()):
            seen.append(Path(f"/proc/{child}/environ").read_text())

    list(read_in_child(path, PDF, (1,), ReadingOptions(), limits=limits, tick=look))
    assert seen
    assert not any("geheim" in environment for environment in seen)
    assert not any(key.startswith("TRUCHEMENT") for key in ENVIRONMENT)


def test_a_path_that_depends_on_the_callers_folder_is_found(tmp_path, monkeypatch, limits):
    printed(tmp_path / "a.pdf", GERMAN)
    monkeypatch.chdir(tmp_path)
    assert look_in_child(Path("a.pdf"), PDF, limits=limits).pages == 1
