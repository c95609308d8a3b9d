"""References between rows, looked at from outside. Both databases enforce them; this is for those who do not trust."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.db.base import Base


def dangling(session: Session) -> Iterator[tuple[str, str, str]]:
    """(table, primary key, column) of every row that points at a row which is not there."""
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            (element,) = constraint.elements
            # An alias, because a table may refer to itself.
            parent, column = element.column.table.alias(), element.parent
            there = sa.exists().where(parent.c[element.column.name] == column)
            query = sa.select(*table.primary_key).where(column.is_not(None), sa.not_(there))
            for key in session.execute(query.execution_options(yield_per=500)):
                yield table.name, "/".join(str(part) for part in key), column.name


def present(session: Session, table: str, ids: Iterable[str]) -> set[str]:
    """Those of ``ids`` that are rows of ``table``."""
    key = Base.metadata.tables[table].c.id
    return set(session.scalars(sa.select(key).where(key.in_(list(ids)))))
