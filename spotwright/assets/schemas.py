"""Shapes of requests and answers."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, TypeAdapter, ValidationError

from spotwright.http.envelope import Schema
from spotwright.kit.errors import invalid

AssetType = Literal["image", "video", "audio", "document"]
Tags = Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=100)]
MAX_NAME = 255
_TAGS = TypeAdapter(Tags)


class UploadFields(BaseModel):
    """What a form says about its file, checked."""

    name: str
    client_id: str | None
    campaign_id: str | None
    tags: list[str]


class AssetOut(Schema):
    """An asset. Fields that its type does not have are null."""

    id: str
    user_id: str
    client_id: str | None
    campaign_id: str | None
    name: str
    type: AssetType = Field(description="From the bytes, whatever the form said")
    format: str = Field(examples=["jpeg", "mp4"])
    size: int
    url: str = Field(description="The bytes; can be put into <img> and <video>")
    thumbnail_url: str | None
    width: int | None
    height: int | None
    duration: float | None = Field(description="Seconds")
    tags: list[str]
    source_url: str | None
    created_at: str
    updated_at: str
    uploaded_at: str


def upload_fields(fields: dict[str, str], filename: str) -> UploadFields:
    """Check the text fields of an upload form; raises a 422 that names the field. Unknown fields are ignored."""
    name = (fields.get("name") or filename).strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise invalid("/name", f"must have 1 to {MAX_NAME} characters")
    try:
        tags = _TAGS.validate_json(fields.get("tags") or "[]")
    except ValidationError:
        raise invalid("/tags", "must be a JSON array of short strings") from None
    for place, texts in (("/name", (name,)), ("/tags", tags)):
        if any("\x00" in text for text in texts):
            raise invalid(place, "contains a character that is not allowed")
    return UploadFields(
        name=name,
        client_id=fields.get("clientId") or None,
        campaign_id=fields.get("campaignId") or None,
        tags=tags,
    )
