"""``Idempotency-Key``: the same POST twice does its work once, and the second caller reads the first one's answer.

The key, the work and the stored answer commit in one transaction, so there is never a half-done request to find: a
twin waits for the write lock (SQLite) or the unique key (PostgreSQL), and then replays. What failed stored nothing and
may be tried again with the same key.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from fastapi import Request
from sqlalchemy.orm import Mapped, Session, mapped_column
from starlette.responses import Response

from spotwright.db.base import Base
from spotwright.db.session import delete_some, insert_or_ignore
from spotwright.db.types import Json, UtcMillis
from spotwright.kit import clock
from spotwright.kit.canonical import canonical
from spotwright.kit.errors import ApiError, FieldError
from spotwright.kit.failpoints import failpoint

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_REPLAYED = ("location", "content-type", "etag")


class IdempotencyRow(Base):
    """One remembered POST."""

    __tablename__ = "idempotency_keys"

    scope: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(Json)
    body: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcMillis, index=True)


def once(request: Request, session: Session, work: Callable[[], Response], content: object) -> Response:
    """Run ``work``, or replay what an earlier request with the same key answered.

    ``content`` is what the request brought, as plain values: the same key with something else is refused.
    """
    key = _key_of(request)
    if key is None:
        return work()
    scope = _hash(request.state.principal, request.method, request.url.path, key)
    fingerprint = _hash(request.url.query, canonical(content))
    row = {"scope": scope, "fingerprint": fingerprint, "created_at": clock.now()}
    if not insert_or_ignore(session, IdempotencyRow, row):
        return _replay(session, scope, fingerprint)
    answer = work()
    failpoint("idempotency.before_answer")
    if answer.headers.get("cache-control") == "no-store":
        # A secret is shown once and kept nowhere, not even for a replay: the same key does the work again.
        session.execute(sa.delete(IdempotencyRow).where(IdempotencyRow.scope == scope))
        return answer
    headers = {name: answer.headers[name] for name in _REPLAYED if name in answer.headers}
    session.execute(
        sa.update(IdempotencyRow)
        .where(IdempotencyRow.scope == scope)
        .values(status=answer.status_code, headers=headers, body=bytes(answer.body).decode())
    )
    return answer


def sweep(session: Session, before: datetime, most: int) -> int:
    """Forget older keys, ``most`` of them at once; how many went."""
    return delete_some(session, IdempotencyRow.scope, IdempotencyRow.created_at < before, most)


def remembered(session: Session, after: str, most: int) -> list[tuple[str, int | None, str | None]]:
    """(scope, status, body) of answers that would be replayed, in order of their scopes; no status where none was kept.

    Those behind the scope ``after``, ``most`` of them.
    """
    columns = (IdempotencyRow.scope, IdempotencyRow.status, IdempotencyRow.body)
    query = sa.select(*columns).where(IdempotencyRow.scope > after).order_by(IdempotencyRow.scope).limit(most)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _replay(session: Session, scope: str, fingerprint: str) -> Response:
    row = session.get_one(IdempotencyRow, scope)
    if row.fingerprint != fingerprint:
        raise ApiError("IDEMPOTENCY_KEY_REUSED")
    if row.status is None:
        raise ApiError("IDEMPOTENCY_IN_PROGRESS", headers={"Retry-After": "1"})
    return Response(row.body, row.status, {**(row.headers or {}), "Idempotent-Replayed": "true"})


def _key_of(request: Request) -> str | None:
    given = request.headers.get("idempotency-key")
    if given is None or request.method != "POST":
        return None
    key = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not _KEY.fullmatch(key):
        problem = FieldError("header", "Idempotency-Key", "invalid", "must be 1 to 255 visible ASCII characters")
        raise ApiError("VALIDATION_FAILED", f"Validation failed: {problem.pointer} {problem.message}", fields=[problem])
    return key


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
