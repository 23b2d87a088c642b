"""Objects in any S3 store, by the portable part of the interface only."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO, RawIOBase
from ipaddress import ip_address
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from minio import Minio
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError

from storage.blobs import (
    CHUNK,
    BlobMissingError,
    BlobStoreError,
    BlobStoreFullError,
    Listed,
    Readable,
    Stored,
    is_key,
    parts_of,
)

# One part is in memory at a time; ten thousand of them are allowed, so an object of 80 GB.
PART = 8 * CHUNK
OPTIONS = ("secure", "region")
WORDS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
FAILURES = (MinioException, HTTPError, OSError)
# In seconds. Who waits may be a person whose page is loading.
WAIT = Timeout(connect=5, read=20)
NO_ROOM = 507
# What servers say with another status when a disk or a quota is full.
FULL = {"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "StorageFull", "QuotaExceeded"}


class _Again(Retry):
    """Tries again, but not with a server that took the question and fell silent: each try would be as long."""

    def increment(self, *arguments: Any, **options: Any) -> "_Again":
        error = options.get("error")
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(*arguments, **options)


AGAIN = _Again(total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504))


class _Counting:
    """Passes bytes through and keeps their number and hash, so that a file is read only once."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.size = 0
        self.seen = sha256()

    def read(self, amount: int = -1) -> bytes:
        data = self._source.read(amount)
        self.size += len(data)
        self.seen.update(data)
        return data


class _Streamed(RawIOBase):
    """The bytes of an answer as they come. A line that is cut is a temporary error, not a short object."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self._answer = answer

    def readable(self) -> bool:
        return True

    def read(self, amount: int = -1) -> bytes:
        try:
            return bytes(self._answer.read(None if amount < 0 else amount))
        except FAILURES as error:
            raise BlobStoreError() from error

    def close(self) -> None:
        if not self.closed:
            self._answer.close()
            self._answer.release_conn()
        super().close()


class S3Blobs:
    """A bucket. The address is ``s3://KEY:SECRET@host:port/bucket``, with ``region=…`` where the server wants one.
    The connection is encrypted, but to this machine itself; ``?secure=1`` or ``?secure=0`` says otherwise."""

    def __init__(self, url: str) -> None:
        """Raises ValueError, in French, for an option that cannot be understood."""
        parts = urlsplit(url)
        options = _options(parts.query)
        self.secure = _secure(options.get("secure"), parts.hostname or "")
        self.bucket = parts.path.strip("/")
        self._client = Minio(
            endpoint=parts.netloc.rpartition("@")[2],
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            secure=self.secure,
            region=options.get("region", "us-east-1"),
            http_client=PoolManager(timeout=WAIT, retries=AGAIN, maxsize=32),
        )

    def put(self, key: str, source: Readable) -> Stored:
        """Stores all of ``source``; in parts when it is large."""
        counting = _Counting(source)
        try:
            self._client.put_object(
                bucket_name=self.bucket,
                object_name=_name(key),
                data=cast("BinaryIO", counting),
                length=-1,
                part_size=PART,
                num_parallel_uploads=1,
            )
        except FAILURES as error:
            raise _told(error) from error
        return Stored(key, counting.size, counting.seen.hexdigest())

    def open(self, key: str) -> BinaryIO:
        """The object, streamed."""
        try:
            answer = self._client.get_object(bucket_name=self.bucket, object_name=_name(key))
        except S3Error as error:
            if error.code in ("NoSuchKey", "NoSuchObject"):
                raise BlobMissingError() from error
            raise BlobStoreError() from error
        except FAILURES as error:
            raise BlobStoreError() from error
        return cast("BinaryIO", _Streamed(answer))

    def delete(self, key: str) -> None:
        """Removes the object."""
        try:
            self._client.remove_object(bucket_name=self.bucket, object_name=_name(key))
        except FAILURES as error:
            raise BlobStoreError() from error

    def remove_bucket(self) -> None:
        """Removes the bucket, which must be empty."""
        try:
            self._client.remove_bucket(bucket_name=self.bucket)
        except FAILURES as error:
            raise BlobStoreError() from error

    def listed(self) -> Iterator[Listed]:
        """Every object in the bucket that bears a key: it may hold other things too."""
        try:
            for found in self._client.list_objects(bucket_name=self.bucket, recursive=True):
                if is_key(key := str(found.object_name)):
                    yield Listed(key, found.size or 0, found.last_modified or datetime.now(UTC))
        except FAILURES as error:
            raise BlobStoreError() from error

    def unfinished(self) -> Iterator[Listed]:
        """None: parts of uploads that were cut off are the server's, which has its own rule to forget them."""
        return iter(())

    def discard(self, name: str) -> None:
        """Nothing to remove."""

    def probe(self) -> None:
        """Writes and removes a small object, making the bucket when it is not there."""
        try:
            if not self._client.bucket_exists(bucket_name=self.bucket):
                self._client.make_bucket(bucket_name=self.bucket)
            self._client.put_object(bucket_name=self.bucket, object_name=".probe", data=BytesIO(b""), length=0)
            self._client.remove_object(bucket_name=self.bucket, object_name=".probe")
        except FAILURES as error:
            raise _told(error) from error


def _told(error: Exception) -> BlobStoreError:
    """What a write that failed means."""
    if isinstance(error, S3Error) and (error.code in FULL or getattr(error.response, "status", None) == NO_ROOM):
        return BlobStoreFullError()
    return BlobStoreError()


def _options(query: str) -> dict[str, str]:
    options = parse_qsl(query, keep_blank_values=True)
    for name, _ in options:
        if name not in OPTIONS:
            raise ValueError(f"option « {name} » inconnue : {' ou '.join(OPTIONS)} est attendu")
    if len(dict(options)) < len(options):
        raise ValueError("une option est dite deux fois")
    return dict(options)


def _secure(said: str | None, host: str) -> bool:
    """Documents never leave this machine in the clear unless somebody says so in as many words."""
    if said is None:
        return not _is_loopback(host)
    if said.lower() not in WORDS:
        raise ValueError(f"secure={said} : {', '.join(WORDS)} est attendu")
    return WORDS[said.lower()]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _name(key: str) -> str:
    return "/".join(parts_of(key))
