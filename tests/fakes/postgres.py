"""Fresh databases on the PostgreSQL that the suite started."""

from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url


def fresh(server: str) -> str:
    """The address of a new, empty database, as LOA_DATABASE_URL wants it."""
    name = f"loa_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)
