"""What is checked again when a person writes: a seal that was read as text is compared with nothing."""

from review.findings import checked
from storage.models import Segment


def codes(segment: Segment, target: str) -> list[str]:
    return [finding["code"] for finding in checked(segment, target)]


def test_the_name_of_a_seal_is_not_compared_with_its_scraps() -> None:
    scraps = {"code": "seal_noise", "blocking": False, "values": {"value": "02) MUS 4711"}}
    segment = Segment(source="02) MUS 4711", source_language="pl", findings=[scraps])
    assert codes(segment, "[cachet : Urząd Stanu Cywilnego, Nowa Lipa]") == ["seal_noise"]
    assert codes(segment, "") == ["seal_noise", "empty_target"]


def test_other_segments_are_compared() -> None:
    segment = Segment(source="Nr 4711", source_language="pl", findings=[])
    assert codes(segment, "n° 4712") == ["number_missing", "number_added"]
