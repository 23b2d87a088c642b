"""A connection to PostgreSQL that does not wait for ever: a server that hangs is worse than one that is dead."""

from time import monotonic
from typing import Any

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

#: In seconds: for a connection to be made, and for an answer to come.
CONNECTING = 5
ANSWERING = 20.0
#: Asked of the server for each session: what a machine held that vanished is free after a minute, not two hours.
SESSION = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
#: The same for our end of the line, in libpq's words.
LINE = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": int(ANSWERING * 1000),
}


class HurriedConnection(Connection[TupleRow]):
    """Closes itself when an answer takes longer than ``patience`` seconds, and raises OperationalError as for a
    connection that broke; None waits for ever, as a migration must. The server's own statement_timeout would not
    do: it is kept by the very server that hangs."""

    patience: float | None = ANSWERING

    def wait(self, gen: PQGen[Any], *arguments: Any, **options: Any) -> Any:
        """Waits for an answer."""
        if self.patience is None or arguments or options:
            return super().wait(gen, *arguments, **options)
        began = monotonic()
        try:
            return super().wait(gen, timeout=self.patience)
        except OperationalError as error:
            if error.sqlstate is None and monotonic() - began >= self.patience:
                # The answer may still come, and would be taken for that to the next question.
                self.pgconn.finish()
            raise


def connect(*arguments: Any, **options: Any) -> HurriedConnection:
    """A connection whose session has the settings above; what ``options`` say goes before them."""
    connection = HurriedConnection.connect(*arguments, **{"connect_timeout": CONNECTING, **LINE, **options})
    names = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in SESSION.items())
    # In a transaction they would be undone by the first rollback.
    connection.autocommit = True
    connection.execute(f"SELECT {names}")
    connection.autocommit = False
    return connection
