"""``DELETE`` and ``/stats`` of clients and campaigns."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from spotwright.auth.deps import Authenticated
from spotwright.http.envelope import Envelope, Message, answer
from spotwright.http.routes import ApiRoute, Reading, Writing
from spotwright.portfolio import service
from spotwright.portfolio.schemas import CampaignStats, ClientStats

router = APIRouter(prefix="/api/v3", route_class=ApiRoute)


@router.get("/clients/{client_id}/stats", response_model=Envelope[ClientStats], tags=["v3-clients"])
def get_client_stats(caller: Authenticated, session: Reading, client_id: str) -> Response:
    """A client's campaigns, videos and spend."""
    return answer(service.client_stats(session, caller, client_id))


@router.delete("/clients/{client_id}", response_model=Envelope[Message], tags=["v3-clients"])
def delete_client(
    request: Request, caller: Authenticated, session: Writing, client_id: str, *, cascade: bool = False
) -> Response:
    """Delete a client. One that still has campaigns or jobs is a 409, unless ``cascade`` is true.

    Then its jobs and campaigns go with it. Jobs that are being worked on are cancelled first, and their work stops
    within seconds; what it has cost so far stays in the books. Assets stay, without a client.
    """
    service.delete_client(session, caller, client_id, request.app.state.engine, cascade=cascade)
    return answer(Message(message="Client deleted successfully"))


@router.get("/campaigns/{campaign_id}/stats", response_model=Envelope[CampaignStats], tags=["v3-campaigns"])
def get_campaign_stats(caller: Authenticated, session: Reading, campaign_id: str) -> Response:
    """A campaign's videos, spend and average cost."""
    return answer(service.campaign_stats(session, caller, campaign_id))


@router.delete("/campaigns/{campaign_id}", response_model=Envelope[Message], tags=["v3-campaigns"])
def delete_campaign(
    request: Request, caller: Authenticated, session: Writing, campaign_id: str, *, cascade: bool = False
) -> Response:
    """Delete a campaign. One that still has jobs is a 409, unless ``cascade`` is true.

    Then its jobs go with it. Those that are being worked on are cancelled first, and their work stops within seconds;
    what it has cost so far stays in the books. Assets stay with the client.
    """
    service.delete_campaign(session, caller, campaign_id, request.app.state.engine, cascade=cascade)
    return answer(Message(message="Campaign deleted successfully"))
