"""All the servers, in the order in which they are started."""

from antivirus import ClamAv
from brokers import Epmd, RabbitMq, Redis
from database import PostgreSql
from server import Server
from stores import Minio, Versity

SERVERS: tuple[Server, ...] = (PostgreSql(), Epmd(), RabbitMq(), Redis(), Versity(), Minio(), ClamAv())
