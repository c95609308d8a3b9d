"""Shapes of requests and answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from spotwright.http.envelope import Schema


class Token(BaseModel):
    """OAuth2's own shape, outside the envelope, so that standard clients and /docs understand it."""

    model_config = ConfigDict(frozen=True)

    access_token: str
    token_type: str = "bearer"  # noqa: S105
    expires_in: int = Field(description="Seconds")


class ApiKeyCreate(Schema):
    """A new key."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] = "API key"


class ApiKeyOut(Schema):
    """A key, without its secret."""

    id: str
    name: str
    prefix: str = Field(description="The secret's first characters, to tell keys apart")
    created_at: str


class ApiKeyCreated(ApiKeyOut):
    """The only time the secret is shown."""

    key: str
