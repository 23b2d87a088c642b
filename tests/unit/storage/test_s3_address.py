"""What an S3 address says: documents go in the clear only to this machine, or where somebody says so."""

import pytest

from storage.s3 import S3Blobs
from storage.stores import open_blobs


@pytest.mark.parametrize(
    ("where", "secure"),
    [
        ("127.0.0.1:9000/seau", False),
        ("[::1]:9000/seau", False),
        ("localhost:9000/seau", False),
        ("localhost:9000/seau?secure=1", True),
        ("s3.liaison.example/seau", True),
        ("10.0.0.7:9000/seau?region=fr-par", True),
        ("s3.liaison.example/seau?secure=true", True),
        ("s3.liaison.example/seau?secure=Yes&region=fr-par", True),
        ("s3.liaison.example/seau?secure=0", False),
        ("s3.liaison.example/seau?secure=false", False),
        ("s3.liaison.example/seau?secure=no", False),
    ],
)
def test_a_connection_is_encrypted_unless_it_stays_here_or_is_said_not_to_be(where: str, secure: bool) -> None:
    blobs = S3Blobs(f"s3://cle:secret@{where}")
    assert blobs.secure is secure
    assert blobs._client._base_url.is_https is secure


@pytest.mark.parametrize(
    "query", ["secure=maybe", "secure=", "secure=2", "tls=1", "Secure=1", "secure=1&secure=0", "secure=1&verify=0"]
)
def test_what_cannot_be_understood_is_refused_without_its_secret(query: str) -> None:
    with pytest.raises(ValueError, match=r"secure|option") as refused:
        S3Blobs(f"s3://cle:s3cret-w0rd@127.0.0.1:9000/seau?{query}")
    assert "s3cret-w0rd" not in str(refused.value)


def test_another_kind_of_address_is_refused_without_its_secret() -> None:
    with pytest.raises(ValueError, match="attendu") as refused:
        open_blobs("ftp://cle:s3cret-w0rd@hote/seau")
    assert "s3cret-w0rd" not in str(refused.value)
