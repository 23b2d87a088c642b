"""Objects in any S3 store, by the portable part of the interface only."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit

from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from storage.blobs import CHUNK, BlobMissingError, BlobStoreError, Stored

PART = 16 * CHUNK
FAILURES = (MinioException, HTTPError, OSError)


class _Counting:
    """Passes bytes through and keeps their number and hash, so that a file is read only once."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.size = 0
        self.seen = sha256()

    def read(self, amount: int = -1) -> bytes:
        data = self._source.read(amount)
        self.size += len(data)
        self.seen.update(data)
        return data


class S3Blobs:
    """A bucket. The address is ``s3://KEY:SECRET@host:port/bucket?secure=1``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.bucket = parts.path.strip("/")
        self._client = Minio(
            endpoint=parts.netloc.rpartition("@")[2],
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            secure="secure=1" in parts.query,
        )

    def put(self, key: str, source: BinaryIO) -> Stored:
        """Stores all of ``source``; in parts when it is large."""
        counting = _Counting(source)
        try:
            self._client.put_object(
                bucket_name=self.bucket,
                object_name=key,
                data=cast("BinaryIO", counting),
                length=-1,
                part_size=PART,
            )
        except FAILURES as error:
            raise BlobStoreError() from error
        return Stored(key, counting.size, counting.seen.hexdigest())

    def open(self, key: str) -> BinaryIO:
        """The object, streamed."""
        try:
            return cast("BinaryIO", self._client.get_object(bucket_name=self.bucket, object_name=key))
        except S3Error as error:
            if error.code in ("NoSuchKey", "NoSuchObject"):
                raise BlobMissingError() from error
            raise BlobStoreError() from error
        except FAILURES as error:
            raise BlobStoreError() from error

    def delete(self, key: str) -> None:
        """Removes the object."""
        try:
            self._client.remove_object(bucket_name=self.bucket, object_name=key)
        except FAILURES as error:
            raise BlobStoreError() from error

    def keys(self) -> Iterator[str]:
        """Every key in the bucket."""
        try:
            for found in self._client.list_objects(bucket_name=self.bucket, recursive=True):
                yield str(found.object_name)
        except FAILURES as error:
            raise BlobStoreError() from error

    def probe(self) -> None:
        """Writes and removes a small object, making the bucket when it is not there."""
        try:
            if not self._client.bucket_exists(bucket_name=self.bucket):
                self._client.make_bucket(bucket_name=self.bucket)
            self._client.put_object(bucket_name=self.bucket, object_name=".probe", data=BytesIO(b""), length=0)
            self._client.remove_object(bucket_name=self.bucket, object_name=".probe")
        except FAILURES as error:
            raise BlobStoreError() from error
