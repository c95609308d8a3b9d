"""Statistics and deletion. Nothing is left pointing at what is gone.

Whoever deletes holds the client first, then its campaigns, then the jobs, each in the order of their ids: so two who
delete at once, or one who deletes and one who creates, never wait for each other.
"""

from sqlalchemy.orm import Session

from spotwright.assets import service as assets
from spotwright.auth.service import Caller
from spotwright.campaigns import service as campaigns
from spotwright.clients import service as clients
from spotwright.costs import ledger
from spotwright.engine.port import Engine
from spotwright.jobs import service as jobs
from spotwright.kit.errors import ApiError
from spotwright.kit.failpoints import failpoint
from spotwright.kit.money import dollars
from spotwright.portfolio.schemas import CampaignStats, ClientStats


def client_stats(session: Session, caller: Caller, client_id: str) -> ClientStats:
    """Raises ``CLIENT_NOT_FOUND``."""
    clients.get(session, caller, client_id)
    return ClientStats(
        campaign_count=len(campaigns.ids_of_client(session, client_id)),
        video_count=jobs.count(session, "client_id", client_id, completed=True),
        total_spend=dollars(ledger.spent_by_client(session, client_id)),
    )


def campaign_stats(session: Session, caller: Caller, campaign_id: str) -> CampaignStats:
    """Raises ``CAMPAIGN_NOT_FOUND``."""
    campaigns.get(session, caller, campaign_id)
    videos = jobs.count(session, "campaign_id", campaign_id, completed=True)
    spent = ledger.spent_by_campaign(session, campaign_id)
    return CampaignStats(
        video_count=videos, total_spend=dollars(spent), avg_cost=dollars(spent) / videos if videos else 0.0
    )


def delete_client(session: Session, caller: Caller, client_id: str, engine: Engine, *, cascade: bool) -> None:
    """Delete a client; with ``cascade`` its jobs and campaigns first. Its assets stay, without a client."""
    clients.hold(session, caller, client_id)
    campaign_ids = campaigns.hold_all_of_client(session, client_id)
    job_count = jobs.count(session, "client_id", client_id)
    if (campaign_ids or job_count) and not cascade:
        text = f"Client still has {len(campaign_ids)} campaigns and {job_count} jobs"
        raise ApiError("CLIENT_HAS_CAMPAIGNS", text)
    jobs.remove_all(session, "client_id", client_id, engine)
    for campaign_id in campaign_ids:
        assets.detach_campaign(session, campaign_id)
        campaigns.delete(session, caller, campaign_id)
    assets.detach_client(session, client_id)
    clients.delete(session, caller, client_id)
    failpoint("delete.client_before_commit")


def delete_campaign(session: Session, caller: Caller, campaign_id: str, engine: Engine, *, cascade: bool) -> None:
    """Delete a campaign; with ``cascade`` its jobs first. Its assets stay with the client."""
    campaigns.hold(session, caller, campaign_id)
    job_count = jobs.count(session, "campaign_id", campaign_id)
    if job_count and not cascade:
        raise ApiError("CAMPAIGN_HAS_JOBS", f"Campaign still has {job_count} jobs")
    jobs.remove_all(session, "campaign_id", campaign_id, engine)
    assets.detach_campaign(session, campaign_id)
    campaigns.delete(session, caller, campaign_id)
    failpoint("delete.campaign_before_commit")
