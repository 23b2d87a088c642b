"""The stores that the same tests run on: one machine's own, and the production services when they are there.

Where ``make services`` has not been run the tests marked ``services`` are left out. In continuous integration
``make test`` starts the servers and asks for those tests, so that a missing server fails there.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url

from storage.blobs import BlobStore
from storage.database import open_engine
from storage.disk import DiskBlobs
from storage.migrations import upgrade
from storage.s3 import S3Blobs

ROOT = Path(__file__).parent.parent
BLOBS = (
    "disk",
    pytest.param("versitygw", marks=pytest.mark.services),
    pytest.param("minio", marks=pytest.mark.services),
)
DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.services))
STORES = (
    pytest.param(("sqlite", "disk"), id="one-machine"),
    pytest.param(("postgresql", "versitygw"), id="many-machines", marks=pytest.mark.services),
)


def services(*words: str) -> str:
    """What ``scripts/services`` says to these words; raises CalledProcessError when it fails."""
    command = [sys.executable, str(ROOT / "scripts" / "services"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@cache
def urls() -> dict[str, str]:
    """The addresses of the services by their names; fails the test when one does not answer."""
    try:
        services("status")
    except subprocess.CalledProcessError as error:
        pytest.fail(f"make services\n{error.stdout}", pytrace=False)
    return dict(json.loads(services("urls")))


@cache
def _template() -> str:
    """A migrated database to copy, made once for a run of the tests: copying takes a tenth of migrating."""
    name = f"template_{uuid4().hex}"
    with _server() as execute:
        execute(f"CREATE DATABASE {name}")
    engine = open_engine(_address(name))
    upgrade(engine)
    engine.dispose()
    return name


def drop_template() -> None:
    """Takes the template away, if this run has made one."""
    if _template.cache_info().currsize:
        with _server() as execute:
            execute(f"DROP DATABASE IF EXISTS {_template()} WITH (FORCE)")
        _template.cache_clear()


@contextmanager
def database(kind: str, folder: Path, *, empty: bool = False) -> Iterator[str]:
    """The address of a new database, migrated unless it is to be ``empty``; gone afterwards."""
    if kind == "sqlite":
        address = f"sqlite:///{folder / 'test.db'}"
        if not empty:
            engine = open_engine(address)
            upgrade(engine)
            engine.dispose()
        yield address
        return
    name = f"test_{uuid4().hex}"
    origin = "" if empty else f" TEMPLATE {_template()}"
    with _server() as execute:
        execute(f"CREATE DATABASE {name}{origin}")
    try:
        yield _address(name)
    finally:
        with _server() as execute:
            execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def blobs(kind: str, folder: Path) -> Iterator[BlobStore]:
    """A new, empty blob store; what is in it goes with it."""
    if kind == "disk":
        yield DiskBlobs(folder / "blobs")
        return
    store = S3Blobs(bucket_address(kind))
    store.probe()
    yield store
    _empty(store)


def _empty(store: S3Blobs) -> None:
    for item in list(store.listed()):
        store.delete(item.key)
    store.remove_bucket()


def bucket_address(kind: str) -> str:
    """The address of a bucket of its own on one of the S3 servers."""
    return f"{urls()[kind].rpartition('/')[0]}/test-{uuid4().hex[:20]}"


def bucket_folder(address: str) -> Path:
    """Where VersityGW keeps the objects of a bucket."""
    place = Path(os.environ.get("TRUCHEMENT_SERVICES", ROOT / "build" / "services"))
    return place.absolute() / "versitygw" / "objects" / address.rpartition("/")[2]


def _address(name: str) -> str:
    return make_url(urls()["postgresql"]).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _server() -> Iterator[Callable[[str], object]]:
    engine = create_engine(urls()["postgresql"], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection.exec_driver_sql
    engine.dispose()


@contextmanager
def many_machines(folder: Path) -> Iterator[dict[str, str]]:
    """Settings of the service, without their prefix: a database and a bucket of its own. The broker is shared: a
    hint of another run finds nothing to do."""
    with database("postgresql", folder, empty=True) as rows:
        address = bucket_address("versitygw")
        yield {"DATABASE_URL": rows, "BROKER_URL": urls()["rabbitmq"], "BLOBS_URL": address}
        _empty(S3Blobs(address))
