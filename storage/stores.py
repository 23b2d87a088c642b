"""The blob store that an address names."""

from pathlib import Path
from urllib.parse import urlsplit

from storage.blobs import BlobStore
from storage.disk import DiskBlobs
from storage.s3 import S3Blobs


def open_blobs(url: str) -> BlobStore:
    """``file:///folder`` or ``s3://KEY:SECRET@host:port/bucket``; raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return DiskBlobs(Path(parts.path))
    if parts.scheme == "s3":
        return S3Blobs(url)
    raise ValueError("file:///dossier ou s3://CLÉ:SECRET@hôte:port/seau est attendu")
