"""What can be done with campaigns. Deleting one touches jobs too: see ``portfolio``."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from spotwright.auth.service import Caller
from spotwright.campaigns import repository
from spotwright.campaigns.models import Campaign
from spotwright.campaigns.schemas import CampaignCreate, CampaignOut, CampaignUpdate
from spotwright.clients import service as clients
from spotwright.kit import clock, ids
from spotwright.kit.errors import ApiError, invalid

# The column of a field is the field's own name, but for the one that SQLAlchemy keeps for itself.
_COLUMNS = {"metadata": "extra"}


def create(session: Session, caller: Caller, body: CampaignCreate) -> CampaignOut:
    """A new campaign of one of the caller's clients."""
    clients.get(session, caller, body.client_id)
    moment = clock.now()
    row = Campaign(id=ids.new_id("cmp"), user_id=caller.user_id, created_at=moment, updated_at=moment)
    for field in CampaignCreate.model_fields:
        setattr(row, _COLUMNS.get(field, field), getattr(body, field))
    session.add(row)
    return _shown(row)


def get(session: Session, caller: Caller, campaign_id: str) -> CampaignOut:
    """Raises ``CAMPAIGN_NOT_FOUND``."""
    return _shown(_find(session, caller, campaign_id))


def page(
    session: Session, caller: Caller, client_id: str | None, limit: int, offset: int
) -> tuple[Sequence[CampaignOut], int]:
    """One page of the caller's campaigns, and how many match."""
    if client_id is not None and not ids.looks_like_id(client_id):
        return [], 0
    rows, total = repository.page(session, caller.user_id, client_id, limit, offset)
    return [_shown(row) for row in rows], total


def update(session: Session, caller: Caller, campaign_id: str, body: CampaignUpdate) -> CampaignOut:
    """Change the fields that ``body`` names. A campaign stays with its client: its spend is booked there."""
    row = _find(session, caller, campaign_id)
    if "client_id" in body.model_fields_set and body.client_id != row.client_id:
        raise invalid("/clientId", "a campaign cannot move to another client")
    for field in body.model_fields_set:
        setattr(row, _COLUMNS.get(field, field), getattr(body, field))
    row.updated_at = max(clock.now(), row.updated_at)
    return _shown(row)


def ids_of_client(session: Session, client_id: str) -> Sequence[str]:
    """All campaigns of a client that the caller was already shown."""
    return repository.ids_of_client(session, client_id)


def hold(session: Session, caller: Caller, campaign_id: str) -> None:
    """Let nobody change it, or make anything of it, before the transaction ends. Raises ``CAMPAIGN_NOT_FOUND``."""
    if not repository.lock(session, _find(session, caller, campaign_id).id):
        raise ApiError("CAMPAIGN_NOT_FOUND")


def hold_all_of_client(session: Session, client_id: str) -> Sequence[str]:
    """The ids of all campaigns of a client, held like one by :func:`hold`."""
    return repository.lock_all_of_client(session, client_id)


def delete(session: Session, caller: Caller, campaign_id: str) -> None:
    """Remove a campaign that no job refers to any more."""
    repository.delete(session, _find(session, caller, campaign_id).id)


def _find(session: Session, caller: Caller, campaign_id: str) -> Campaign:
    row = repository.find(session, caller.user_id, campaign_id) if ids.looks_like_id(campaign_id) else None
    if row is None:
        raise ApiError("CAMPAIGN_NOT_FOUND")
    return row


def _shown(row: Campaign) -> CampaignOut:
    return CampaignOut(
        id=row.id,
        client_id=row.client_id,
        name=row.name,
        goal=row.goal,
        status=row.status,
        product_url=row.product_url,
        brief=row.brief,
        metadata=row.extra,
        created_at=clock.stamp(row.created_at),
        updated_at=clock.stamp(row.updated_at),
    )
