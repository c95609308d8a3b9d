"""Shapes of requests and answers."""

from typing import Annotated, Any

from pydantic import AliasChoices, Field, StringConstraints

from spotwright.http.envelope import Schema

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Status = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
# An older spelling of this API wrote the one field in snake case; both are read, camelCase is written.
ProductUrl = Annotated[
    str | None,
    Field(
        max_length=2_000, validation_alias=AliasChoices("productUrl", "product_url"), serialization_alias="productUrl"
    ),
]
Brief = Annotated[str | dict[str, Any] | None, Field(description="Text or an object, kept as given")]


class CampaignCreate(Schema):
    """A new campaign."""

    client_id: str
    name: Name
    goal: Text | None = None
    status: Status = "draft"
    product_url: ProductUrl = None
    brief: Brief = None
    metadata: dict[str, Any] | None = None


class CampaignUpdate(Schema):
    """The fields to change; what is left out stays."""

    client_id: str = ""
    name: Name = ""
    goal: Text | None = None
    status: Status = ""
    product_url: ProductUrl = None
    brief: Brief = None
    metadata: dict[str, Any] | None = None


class CampaignOut(Schema):
    """A campaign."""

    id: str
    client_id: str
    name: str
    goal: str | None
    status: str
    product_url: str | None
    brief: str | dict[str, Any] | None
    metadata: dict[str, Any] | None
    created_at: str
    updated_at: str
