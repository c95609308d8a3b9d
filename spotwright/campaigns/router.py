"""``/api/v3/campaigns``. ``DELETE`` and ``/stats`` are in ``portfolio``: they need jobs."""

from fastapi import APIRouter
from starlette.responses import Response

from spotwright.auth.deps import Authenticated
from spotwright.campaigns import service
from spotwright.campaigns.schemas import CampaignCreate, CampaignOut, CampaignUpdate
from spotwright.http.envelope import Envelope, answer
from spotwright.http.pagination import Paging, page_answer
from spotwright.http.routes import ApiRoute, Reading, Writing

router = APIRouter(prefix="/api/v3/campaigns", tags=["v3-campaigns"], route_class=ApiRoute)


@router.get("", response_model=Envelope[list[CampaignOut]])
def list_campaigns(caller: Authenticated, session: Reading, page: Paging, client_id: str | None = None) -> Response:
    """The caller's campaigns, oldest first; ``client_id`` names one client's."""
    rows, total = service.page(session, caller, client_id, page.limit, page.offset)
    return page_answer(page, rows, total)


@router.post("", response_model=Envelope[CampaignOut], status_code=201)
def create_campaign(caller: Authenticated, session: Writing, body: CampaignCreate) -> Response:
    """Make a campaign for one of the caller's clients."""
    campaign = service.create(session, caller, body)
    return answer(campaign, status=201, headers={"Location": f"/api/v3/campaigns/{campaign.id}"})


@router.get("/{campaign_id}", response_model=Envelope[CampaignOut])
def get_campaign(caller: Authenticated, session: Reading, campaign_id: str) -> Response:
    """One campaign."""
    return answer(service.get(session, caller, campaign_id))


@router.put("/{campaign_id}", response_model=Envelope[CampaignOut])
def update_campaign(caller: Authenticated, session: Writing, campaign_id: str, body: CampaignUpdate) -> Response:
    """Change the fields that are named; the others stay."""
    return answer(service.update(session, caller, campaign_id, body))
