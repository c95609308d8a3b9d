"""Shapes of answers."""

from pydantic import Field

from spotwright.http.envelope import Schema


class ClientStats(Schema):
    """A client in numbers."""

    campaign_count: int
    video_count: int = Field(description="Completed jobs")
    total_spend: float = Field(description="US dollars really charged")


class CampaignStats(Schema):
    """A campaign in numbers."""

    video_count: int = Field(description="Completed jobs")
    total_spend: float = Field(description="US dollars really charged")
    avg_cost: float = Field(description="totalSpend / videoCount; 0 without videos")
