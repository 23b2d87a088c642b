import json
from pathlib import Path

import pytest

import ocr.containers.errors
import ocr.errors
from ocr.document import DOCX, ODT, Contents
from ocr.errors import ChildCrashedError, EncryptedError, TesseractLanguageError
from ocr.limits import Limits
from ocr.protocol import ERRORS, Answer, Request, parse_answer, parse_request, write_answer, write_request
from ocr.reading import ReadingOptions
from ocr.summary import page_record
from ocr.supervision import _parsed
from ocr.thumbnails import View
from storage.errors import ServiceError, TemporaryError
from storage.words import Box, PageWords, Word

PAGE = PageWords(
    2,
    595.276,
    841.89,
    90,
    "ocr",
    ("pl",),
    93.44,
    (Word("Łódź", Box(1.23, 2, 3, 4), 93.44, 0, 0),),
    warnings=("x",),
)


def test_a_request_comes_through_its_line():
    options = ReadingOptions(("de", "fr"), 200, 90, 1, True)
    request = Request(
        "read", Path("/tmp/a b.pdf"), "application/pdf", Limits(page_seconds=3), (2, 5), options, View(90)
    )
    line = write_request(request)
    assert line.count(b"\n") == 1
    assert parse_request(line) == request


def test_a_password_goes_along_and_is_not_shown():
    request = Request("unlock", Path("/a.pdf"), "application/pdf", Limits(), password="Kaninchen 4711 ü")
    assert parse_request(write_request(request)).password == "Kaninchen 4711 ü"
    assert "Kaninchen" not in repr(request)


@pytest.mark.parametrize("change", [{"type": "application/pdf"}, {"type": "x"}, {"copy": "TVo="}])
def test_contents_of_another_kind_are_none(change):
    record = json.loads(write_answer(Answer("contents", contents=Contents(1, (), DOCX, b"%PDF-1.7"))))
    record["contents"] |= change
    with pytest.raises(ValueError):
        parse_answer(json.dumps(record).encode())


def test_answers_come_through_their_lines():
    for answer in (
        Answer("at", 4),
        Answer("page", 2, page=PAGE),
        Answer("picture", 1, picture=b"\x00\n"),
        Answer("contents", contents=Contents(3, ("pdf_javascript", "pdf_links"))),
        Answer("contents", contents=Contents(2, ("office_changes",), DOCX, b"%PDF-1.7 \x00\xff")),
        Answer("contents", contents=Contents(0, media_type=ODT)),
        Answer("end"),
    ):
        line = write_answer(answer)
        assert line.count(b"\n") == 1
        assert parse_answer(line) == answer


@pytest.mark.parametrize("error", [EncryptedError(), TesseractLanguageError(language="deu")])
def test_a_refusal_comes_back_as_the_same_error(error):
    back = parse_answer(write_answer(Answer("error", error=error))).error
    assert type(back) is type(error)
    assert str(back) == str(error)


def test_a_line_cut_short_is_a_value_error():
    with pytest.raises(ValueError):
        parse_answer(write_answer(Answer("page", 2, page=PAGE))[:40])


def test_an_unknown_refusal_is_laid_at_the_page_that_was_being_read():
    class NewError(ServiceError):
        code = "not_in_the_table"

    line = write_answer(Answer("error", error=NewError()))
    with pytest.raises(ValueError, match="not_in_the_table"):
        parse_answer(line)
    with pytest.raises(ChildCrashedError) as crash:
        _parsed(line, 7)
    assert crash.value.page == 7


def test_every_error_that_reading_raises_has_its_own_code_and_comes_through():
    named = [*vars(ocr.errors).values(), *vars(ocr.containers.errors).values()]
    kinds = {k for k in named if isinstance(k, type) and issubclass(k, ServiceError)}
    own = kinds - {ServiceError, TemporaryError}
    assert len({kind.code for kind in own}) == len(own)
    stay_here = {
        ChildCrashedError,
        ocr.errors.ChildTimedOutError,
        ocr.errors.PageMissingError,
        ocr.errors.RecognitionError,
        ocr.errors.SandboxMissingError,
        ocr.containers.errors.UnreadableContainerError,
        ocr.errors.UnreadableDocumentError,
    }
    assert own - stay_here == set(ERRORS.values())


def test_the_record_of_a_page_is_plain():
    assert page_record(PAGE) == {
        "number": 2,
        "width": 595.28,
        "height": 841.89,
        "rotation": 90,
        "source": "ocr",
        "languages": ["pl"],
        "confidence": 93.4,
        "warnings": [{"code": "x", "message": "x"}],
        "text": "Łódź",
        "words": [{"text": "Łódź", "box": [1.23, 2, 3, 4], "confidence": 93.4}],
    }
