"""What can be done with assets."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from spotwright.assets import repository
from spotwright.assets.ingest import Examined
from spotwright.assets.models import Asset
from spotwright.assets.schemas import AssetOut, UploadFields
from spotwright.auth.service import Caller
from spotwright.blobs import Blob
from spotwright.campaigns import service as campaigns
from spotwright.clients import service as clients
from spotwright.kit import clock, ids
from spotwright.kit.errors import ApiError, invalid
from spotwright.kit.failpoints import failpoint

_MAX_AUTOMATIC = 12


@dataclass(frozen=True, slots=True)
class Material:
    """All that making an ad needs to know of an asset; it stays true when the asset is edited or deleted."""

    id: str
    name: str
    type: str
    format: str
    sha256: str
    width: int | None
    height: int | None
    duration: float | None
    tags: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What delivery needs of an asset."""

    blob: Blob
    mime: str
    filename: str
    modified: datetime


def check_upload(session: Session, caller: Caller, fields: UploadFields) -> UploadFields:
    """Refuse an upload for somebody else's client or campaign; fill in the client of the campaign."""
    if fields.campaign_id is not None:
        campaign = campaigns.get(session, caller, fields.campaign_id)
        if fields.client_id not in {None, campaign.client_id}:
            raise invalid("/campaignId", "belongs to another client")
        return fields.model_copy(update={"client_id": campaign.client_id})
    if fields.client_id is not None:
        clients.get(session, caller, fields.client_id)
    return fields


def add(
    session: Session,
    caller: Caller,
    fields: UploadFields,
    blob: Blob,
    examined: Examined,
    *,
    filename: str,
    source_url: str | None = None,
) -> AssetOut:
    """Record a file whose bytes are safely stored."""
    fields = check_upload(session, caller, fields)
    moment = clock.now()
    row = Asset(
        id=ids.new_id("ast"),
        user_id=caller.user_id,
        client_id=fields.client_id,
        campaign_id=fields.campaign_id,
        name=fields.name,
        filename=filename,
        type=examined.type,
        format=examined.format,
        mime=examined.mime,
        size=blob.size,
        sha256=blob.sha256,
        thumbnail_sha256=examined.thumbnail_sha256,
        width=examined.width,
        height=examined.height,
        duration=examined.duration,
        tags=fields.tags,
        source_url=source_url,
        created_at=moment,
        updated_at=moment,
    )
    session.add(row)
    return _shown(row)


def get(session: Session, caller: Caller, asset_id: str) -> AssetOut:
    """Raises ``ASSET_NOT_FOUND``."""
    return _shown(_find(session, caller, asset_id))


def page(
    session: Session, caller: Caller, filters: dict[str, str | None], limit: int, offset: int
) -> tuple[Sequence[AssetOut], int]:
    """One page of the caller's assets, and how many match."""
    wanted = {column: value for column, value in filters.items() if value is not None}
    if any(column != "type" and not ids.looks_like_id(value) for column, value in wanted.items()):
        return [], 0
    rows, total = repository.page(session, caller.user_id, wanted, limit, offset)
    return [_shown(row) for row in rows], total


def stored(session: Session, caller: Caller, asset_id: str) -> StoredFile:
    """Where the bytes are and what they are."""
    row = _find(session, caller, asset_id)
    return StoredFile(Blob(row.sha256, row.size), row.mime, row.filename, row.created_at)


def thumbnail(session: Session, caller: Caller, asset_id: str) -> str:
    """The hash of the small picture."""
    row = _find(session, caller, asset_id)
    if row.thumbnail_sha256 is None:
        raise ApiError("ASSET_NOT_FOUND", "Asset not found: it has no thumbnail")
    return row.thumbnail_sha256


def materials(session: Session, caller: Caller, asset_ids: Sequence[str]) -> list[Material]:
    """The named assets, in order; raises ``ASSET_NOT_FOUND``."""
    return [_material(_find(session, caller, asset_id)) for asset_id in asset_ids]


def materials_at_hand(session: Session, caller: Caller, client_id: str, campaign_id: str | None) -> list[Material]:
    """The pictures and clips of the campaign, or else of the client, for a brief that names none."""
    owners = [{"campaign_id": campaign_id}] if campaign_id else []
    for filters in [*owners, {"client_id": client_id}]:
        rows = repository.visuals(session, caller.user_id, filters, _MAX_AUTOMATIC)
        if rows:
            return [_material(row) for row in rows]
    return []


def delete(session: Session, caller: Caller, asset_id: str) -> None:
    """Remove an asset. Jobs that already use it have their own hold on its bytes and go on."""
    repository.delete(session, _find(session, caller, asset_id).id)
    failpoint("delete.asset_before_commit")


def detach_client(session: Session, client_id: str) -> None:
    """Keep the assets of a client that goes away."""
    repository.detach(session, "client_id", client_id)


def detach_campaign(session: Session, campaign_id: str) -> None:
    """Keep the assets of a campaign that goes away."""
    repository.detach(session, "campaign_id", campaign_id)


def files(session: Session) -> Iterator[tuple[str, int | None, str]]:
    """(SHA-256, size if it is written down, what it is) of every blob that an asset needs."""
    for asset_id, sha256, size, thumbnail in repository.files(session):
        yield sha256, size, f"the file of asset {asset_id}"
        if thumbnail is not None:
            yield thumbnail, None, f"the thumbnail of asset {asset_id}"


def referenced_blobs(session: Session) -> Iterator[str]:
    """Hashes that must not be swept."""
    return repository.referenced(session)


def _find(session: Session, caller: Caller, asset_id: str) -> Asset:
    row = repository.find(session, caller.user_id, asset_id) if ids.looks_like_id(asset_id) else None
    if row is None:
        raise ApiError("ASSET_NOT_FOUND")
    return row


def _material(row: Asset) -> Material:
    return Material(
        id=row.id,
        name=row.name,
        type=row.type,
        format=row.format,
        sha256=row.sha256,
        width=row.width,
        height=row.height,
        duration=row.duration,
        tags=tuple(row.tags),
    )


def _shown(row: Asset) -> AssetOut:
    created = clock.stamp(row.created_at)
    return AssetOut(
        id=row.id,
        user_id=row.user_id,
        client_id=row.client_id,
        campaign_id=row.campaign_id,
        name=row.name,
        type=row.type,
        format=row.format,
        size=row.size,
        url=f"/api/v2/assets/{row.id}/data",
        thumbnail_url=f"/api/v3/assets/{row.id}/thumbnail" if row.thumbnail_sha256 else None,
        width=row.width,
        height=row.height,
        duration=row.duration,
        tags=row.tags,
        source_url=row.source_url,
        created_at=created,
        updated_at=clock.stamp(row.updated_at),
        uploaded_at=created,
    )
