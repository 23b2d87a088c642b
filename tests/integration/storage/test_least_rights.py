"""The accounts that docs/operations.md gives the service: enough for all that it does, and for nothing else."""

import io
import json
import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from amqp.exceptions import AccessRefused
from kombu import Exchange, Queue
from minio import Minio, MinioAdmin
from minio.credentials import StaticProvider
from minio.error import S3Error
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ProgrammingError

from app.broker import TASK, open_broker
from app.settings import load
from app.wiring import wire
from storage import workflow
from storage.audit import seal
from storage.blobs import new_key, read_verified
from storage.s3 import S3Blobs
from tests.application import TEST, make_application
from tests.backends import ROOT, bucket_address, services, urls
from tests.integration.app.house import OUTSIDE, House, make_house
from tests.integration.app.test_upload_limits import scan, send

pytestmark = pytest.mark.services
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def block(kind: str, word: str) -> str:
    """The block of the guide that holds a word."""
    blocks = re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    (found,) = [each for each in blocks if word in each]
    return str(found)


@contextmanager
def own_database() -> Iterator[tuple[str, str]]:
    """The addresses of a database made word for word as the guide says: its owner's, and the one that serves."""
    name, password, admin = f"least_{uuid4().hex[:12]}", uuid4().hex, make_url(urls()["postgresql"])
    said = re.sub(r"--.*", "", block("sql", "CREATE ROLE")).replace("truchement", name).replace("…", password)
    outside, inside = said.split(f"\\connect {name}")
    with ExitStack() as stack:
        server = create_engine(admin, isolation_level="AUTOCOMMIT")
        stack.callback(server.dispose)
        connection = stack.enter_context(server.connect())
        for role in (name, f"{name}_service"):
            stack.callback(connection.exec_driver_sql, f"DROP ROLE IF EXISTS {role}")
        stack.callback(connection.exec_driver_sql, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for statement in filter(str.strip, outside.split(";")):
            connection.exec_driver_sql(statement)
        within = create_engine(admin.set(database=name), isolation_level="AUTOCOMMIT")
        with within.connect() as each:
            for statement in filter(str.strip, inside.split(";")):
                each.exec_driver_sql(statement)
        within.dispose()
        own = admin.set(database=name, password=password)
        owner, serving = own.set(username=name), own.set(username=f"{name}_service")
        yield owner.render_as_string(hide_password=False), serving.render_as_string(hide_password=False)


def test_the_account_that_serves_touches_rows_and_nothing_else(tmp_path: Path) -> None:
    with own_database() as (owner, serving):
        made = make_house(tmp_path, DATABASE_URL=owner)
        made.wiring.engine.dispose()
        wiring = wire(load({"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_DATABASE_URL": serving}))
        house = House(make_application(wiring), wiring, made.passwords, made.ids)
        assert send(house.signed_in(OUTSIDE), scan(1, 300)).status_code == 201
        with wiring.store.transaction(TEST) as uow:
            assert seal(uow.session) > 0
        for statement in ("CREATE TABLE mine (a int)", 'DROP TABLE "order"', "TRUNCATE audit_event"):
            with pytest.raises(ProgrammingError), wiring.engine.begin() as connection:
                connection.exec_driver_sql(statement)
        alone = wiring.engine.execution_options(isolation_level="AUTOCOMMIT")
        for statement in ("CREATE DATABASE mine", "CREATE ROLE mine"):
            with pytest.raises(ProgrammingError), alone.connect() as connection:
                connection.exec_driver_sql(statement)
        wiring.engine.dispose()


def test_the_patterns_of_rabbitmq_are_enough_for_hints_and_for_nothing_else(tmp_path: Path) -> None:
    name, password = f"least-{uuid4().hex[:12]}", uuid4().hex
    lines = [line.partition("#")[0] for line in block("sh", "add_vhost").splitlines()]
    words = [shlex.split(line)[1:] for line in lines if line.startswith("rabbitmqctl")]
    words = [[word.replace("truchement", name) for word in each] for each in words]
    parts = urlsplit(urls()["rabbitmq"])
    with ExitStack() as stack:
        stack.callback(services, "rabbitmqctl", "delete_vhost", name)
        stack.callback(services, "rabbitmqctl", "delete_user", name)
        for each in words:
            services("rabbitmqctl", *each, *([password] if each[0] == "add_user" else []))
        url = f"amqp://{name}:{password}@{parts.hostname}:{parts.port}/{name}"
        celery = open_broker(load({"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_BROKER_URL": url}))
        stack.callback(celery.close)
        for queue in workflow.Queue:
            celery.send_task(TASK, args=[queue.value], queue=queue.value, retry=False)
            with (
                celery.connection_for_read() as connection,
                connection.SimpleQueue(Queue(queue.value, Exchange(queue.value), routing_key=queue.value)) as read,
            ):
                message = read.get(timeout=120)
                message.ack()
                assert queue.value in str(message.payload)
        with celery.connection_for_write() as connection, pytest.raises(AccessRefused):
            Queue("another", Exchange("another"), channel=connection.channel()).declare()


def test_the_policy_of_s3_is_enough_for_the_store_and_for_nothing_else() -> None:
    address = bucket_address("minio")
    root, name, secret = urlsplit(address), f"least-{uuid4().hex[:12]}", uuid4().hex
    bucket, place = root.path[1:], f"{root.hostname}:{root.port}"
    policy = json.loads(block("json", "2012-10-17").replace(":::truchement", f":::{bucket}"))
    admin = MinioAdmin(
        endpoint=place, credentials=StaticProvider(root.username, root.password), region="us-east-1", secure=False
    )
    everything = S3Blobs(address)
    everything.probe()
    with ExitStack() as stack:
        stack.callback(everything.remove_bucket)
        stack.callback(admin.policy_remove, name)
        stack.callback(admin.user_remove, name)
        admin.user_add(name, secret)
        admin.policy_add(name, policy=policy)
        admin.policy_set(name, user=name)
        store = S3Blobs(f"s3://{name}:{secret}@{place}/{bucket}")
        store.probe()
        # One in a single piece, one in several.
        keys = [new_key(uuid4()) for _ in range(2)]
        for key, size in zip(keys, (10, 20_000_000), strict=True):
            stored = store.put(key, io.BytesIO(b"x" * size))
            assert len(read_verified(store, key, stored.sha256)) == size
        assert {item.key for item in store.listed()} == set(keys)
        assert list(store.unfinished()) == []
        for key in keys:
            store.delete(key)
        client = Minio(place, access_key=name, secret_key=secret, secure=False)
        # The server shows an account the buckets that it may use.
        assert [each.name for each in client.list_buckets()] == [bucket]
        for refused in (
            lambda: client.make_bucket(f"{bucket}-b"),
            lambda: client.remove_bucket(bucket),
            lambda: client.get_bucket_policy(bucket),
        ):
            with pytest.raises(S3Error, match="AccessDenied"):
                refused()
