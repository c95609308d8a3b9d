"""What can be done with clients. Deleting one touches other rooms too: see ``portfolio``."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from spotwright.auth.service import Caller
from spotwright.clients import repository
from spotwright.clients.models import Client
from spotwright.clients.schemas import BrandGuidelines, ClientCreate, ClientOut, ClientUpdate
from spotwright.kit import clock, ids
from spotwright.kit.errors import ApiError

# The column of a field is the field's own name, but for the one that SQLAlchemy keeps for itself.
_COLUMNS = {"metadata": "extra"}


def create(session: Session, caller: Caller, body: ClientCreate) -> ClientOut:
    """A new client of the caller."""
    moment = clock.now()
    row = Client(id=ids.new_id("cli"), user_id=caller.user_id, created_at=moment, updated_at=moment)
    _assign(row, body)
    session.add(row)
    return _shown(row)


def get(session: Session, caller: Caller, client_id: str) -> ClientOut:
    """Raises ``CLIENT_NOT_FOUND``."""
    return _shown(_find(session, caller, client_id))


def page(session: Session, caller: Caller, limit: int, offset: int) -> tuple[Sequence[ClientOut], int]:
    """One page of the caller's clients, and how many there are."""
    rows, total = repository.page(session, caller.user_id, limit, offset)
    return [_shown(row) for row in rows], total


def update(session: Session, caller: Caller, client_id: str, body: ClientUpdate) -> ClientOut:
    """Change the fields that ``body`` names."""
    row = _find(session, caller, client_id)
    _assign(row, body)
    row.updated_at = max(clock.now(), row.updated_at)
    return _shown(row)


def hold(session: Session, caller: Caller, client_id: str) -> None:
    """Let nobody change it, or make anything of it, before the transaction ends. Raises ``CLIENT_NOT_FOUND``."""
    if not repository.lock(session, _find(session, caller, client_id).id):
        raise ApiError("CLIENT_NOT_FOUND")


def delete(session: Session, caller: Caller, client_id: str) -> None:
    """Remove a client that nothing refers to any more."""
    repository.delete(session, _find(session, caller, client_id).id)


def _find(session: Session, caller: Caller, client_id: str) -> Client:
    row = repository.find(session, caller.user_id, client_id) if ids.looks_like_id(client_id) else None
    if row is None:
        raise ApiError("CLIENT_NOT_FOUND")
    return row


def _assign(row: Client, body: ClientCreate | ClientUpdate) -> None:
    given = body.model_fields_set | (set(ClientCreate.model_fields) if isinstance(body, ClientCreate) else set())
    for field in given:
        value = getattr(body, field)
        if isinstance(value, BrandGuidelines):
            value = value.model_dump(by_alias=True, exclude_unset=True)
        setattr(row, _COLUMNS.get(field, field), value)


def _shown(row: Client) -> ClientOut:
    return ClientOut(
        id=row.id,
        name=row.name,
        description=row.description,
        homepage=row.homepage,
        brand_guidelines=row.brand_guidelines,
        metadata=row.extra,
        created_at=clock.stamp(row.created_at),
        updated_at=clock.stamp(row.updated_at),
    )
