"""The declarative base. Each room declares its own tables on it; foreign keys name tables as strings."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

# Migrations must be able to name a constraint on both databases, so none is left to the database to name.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of Spotwright."""

    metadata = MetaData(naming_convention=_NAMES)
