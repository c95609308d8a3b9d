"""Shapes of requests and answers."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from spotwright.http.envelope import Schema

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Line = Annotated[str, StringConstraints(max_length=2_000)]
Lines = Annotated[list[Annotated[str, StringConstraints(max_length=500)]], Field(max_length=100)]


class BrandGuidelines(Schema):
    """How the brand looks and speaks. All of it acts on the ads."""

    colors: Lines | None = Field(
        None, description="#rrggbb, the most important first", examples=[["#B5452C", "#F4E9DC"]]
    )
    fonts: Lines | None = Field(None, description="Family names; the nearest we have is used", examples=[["Poppins"]])
    tone: Line | None = Field(None, examples=["warm and honest"])
    restrictions: Lines | Text | None = Field(None, examples=[["Never say cheap", "No exclamation marks"]])
    examples: Lines | Text | None = None


class ClientCreate(Schema):
    """A new client."""

    name: Name
    description: Text | None = None
    homepage: Line | None = None
    brand_guidelines: BrandGuidelines | None = None
    metadata: dict[str, Any] | None = None


class ClientUpdate(Schema):
    """The fields to change; what is left out stays."""

    name: Name = Field("", validate_default=False)
    description: Text | None = None
    homepage: Line | None = None
    brand_guidelines: BrandGuidelines | None = None
    metadata: dict[str, Any] | None = None


class ClientOut(Schema):
    """A client."""

    id: str
    name: str
    description: str | None
    homepage: str | None
    brand_guidelines: dict[str, Any] | None = Field(description="As given: colors, fonts, tone, restrictions, examples")
    metadata: dict[str, Any] | None
    created_at: str
    updated_at: str
