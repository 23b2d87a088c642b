"""Numbered migrations, single-headed; ``upgrade`` brings a database to the newest."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine

from storage.migrations.floor import TABLE as FLOOR
from storage.models import Base

FOLDER = Path(__file__).parent


def config(engine: Engine) -> Config:
    """Alembic's settings for one database."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["engine"] = engine
    return settings


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the database to ``revision``."""
    command.upgrade(config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Takes the database back to ``revision``."""
    command.downgrade(config(engine), revision)


def current(engine: Engine) -> str | None:
    """The revision that the database is at, None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest(engine: Engine) -> str:
    """The newest revision there is; raises when there are two heads."""
    head = ScriptDirectory.from_config(config(engine)).get_current_head()
    if head is None:
        raise LookupError("no migration")
    return head


def chain(engine: Engine) -> list[Script]:
    """Every migration, oldest first."""
    scripts = ScriptDirectory.from_config(config(engine))
    return list(reversed(list(scripts.walk_revisions())))


def drift(engine: Engine) -> list[str]:
    """How the database differs from the models, in words; empty when it does not."""
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": _of_models}
        context = MigrationContext.configure(connection, opts=options)
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]


def _of_models(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name == FLOOR.name)
