"""``/api/v3/assets``, and the bytes under their v2 and v3 addresses."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from spotwright.assets import ingest, service
from spotwright.assets.schemas import AssetOut, AssetType, upload_fields
from spotwright.auth.deps import Authenticated
from spotwright.blobs import Blob, BlobStore, in_thread
from spotwright.db.session import Database
from spotwright.http import idempotency
from spotwright.http.delivery import RESPONSES, deliver
from spotwright.http.envelope import Envelope, Message, answer
from spotwright.http.pagination import Paging, page_answer
from spotwright.http.routes import ApiRoute, Reading, Writing
from spotwright.http.upload import FormLimits, receive_form
from spotwright.kit.errors import invalid
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings

router = APIRouter(prefix="/api/v3/assets", tags=["v3-assets"], route_class=ApiRoute)
data_router = APIRouter(prefix="/api", tags=["v3-assets"], route_class=ApiRoute)

# The form is read as a stream, not by FastAPI, so its shape is written out for the documentation.
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "name": {"type": "string", "description": "The file's own name if left out"},
                        "type": {"type": "string", "description": "Ignored: the bytes decide"},
                        "clientId": {"type": "string"},
                        "campaignId": {"type": "string"},
                        "tags": {"type": "string", "description": "A JSON array of strings"},
                    },
                }
            }
        },
    }
}


@router.get("", response_model=Envelope[list[AssetOut]])
def list_assets(
    caller: Authenticated,
    session: Reading,
    page: Paging,
    client_id: str | None = None,
    campaign_id: str | None = None,
    asset_type: Annotated[AssetType | None, Query()] = None,
) -> Response:
    """The caller's assets, oldest first."""
    filters = {"client_id": client_id, "campaign_id": campaign_id, "type": asset_type}
    rows, total = service.page(session, caller, filters, page.limit, page.offset)
    return page_answer(page, rows, total)


@router.post("", response_model=Envelope[AssetOut], status_code=201, openapi_extra=_FORM)
async def upload_asset(caller: Authenticated, request: Request) -> Response:
    """Upload a file. It is streamed to the store; its type comes from its bytes."""
    database: Database = request.app.state.database
    store: BlobStore = request.app.state.blobs
    settings: Settings = request.app.state.settings

    async with receive_form(request, store, FormLimits(settings.max_upload_bytes)) as form:
        file = form.file
        if file is None:
            raise invalid("/file", "is required", code="missing")
        fields = upload_fields(form.fields, file.filename)

        def keep() -> Response:
            with database.read() as session:
                service.check_upload(session, caller, fields)
            examined = ingest.examine(file.path, store, settings)
            # The bytes are safe before a row names them; a crash in between leaves a blob that the sweep removes.
            blob = store.put_file(file.path, sha256=file.sha256, size=file.size)
            failpoint("upload.before_row")
            with database.write() as session:

                def add() -> Response:
                    asset = service.add(session, caller, fields, blob, examined, filename=file.filename)
                    return answer(asset, status=201, headers={"Location": f"/api/v3/assets/{asset.id}"})

                return idempotency.once(request, session, add, [blob.sha256, form.fields])

        return await in_thread(keep)


@router.get("/{asset_id}", response_model=Envelope[AssetOut])
def get_asset(caller: Authenticated, session: Reading, asset_id: str) -> Response:
    """One asset's facts; its bytes are at ``url``."""
    return answer(service.get(session, caller, asset_id))


@router.delete("/{asset_id}", response_model=Envelope[Message])
def delete_asset(caller: Authenticated, session: Writing, asset_id: str) -> Response:
    """Delete an asset. Jobs that already use it are not disturbed: they keep its bytes until they are deleted."""
    service.delete(session, caller, asset_id)
    return answer(Message(message="Asset deleted successfully"))


@router.get("/{asset_id}/thumbnail", response_class=Response, responses=RESPONSES)
def get_asset_thumbnail(request: Request, caller: Authenticated, session: Reading, asset_id: str) -> Response:
    """A small JPEG of a picture or clip."""
    store: BlobStore = request.app.state.blobs
    sha256 = service.thumbnail(session, caller, asset_id)
    blob = Blob(sha256, store.size(sha256))
    return deliver(request, store, blob, content_type="image/jpeg", filename=f"{asset_id}.jpg")


@data_router.get(
    "/v2/assets/{asset_id}/data", response_class=Response, responses=RESPONSES, operation_id="get_asset_data_v2"
)
@data_router.get(
    "/v3/assets/{asset_id}/data", response_class=Response, responses=RESPONSES, operation_id="get_asset_data"
)
def get_asset_data(request: Request, caller: Authenticated, session: Reading, asset_id: str) -> Response:
    """The bytes, with ranges and conditions. Nothing that a user uploads can run as a page."""
    stored = service.stored(session, caller, asset_id)
    return deliver(
        request,
        request.app.state.blobs,
        stored.blob,
        content_type=stored.mime,
        filename=stored.filename,
        last_modified=stored.modified,
    )
