"""``/api/v3/clients``. ``DELETE`` and ``/stats`` are in ``portfolio``: they need more than clients."""

from fastapi import APIRouter
from starlette.responses import Response

from spotwright.auth.deps import Authenticated
from spotwright.clients import service
from spotwright.clients.schemas import ClientCreate, ClientOut, ClientUpdate
from spotwright.http.envelope import Envelope, answer
from spotwright.http.pagination import Paging, page_answer
from spotwright.http.routes import ApiRoute, Reading, Writing

router = APIRouter(prefix="/api/v3/clients", tags=["v3-clients"], route_class=ApiRoute)


@router.get("", response_model=Envelope[list[ClientOut]])
def list_clients(caller: Authenticated, session: Reading, page: Paging) -> Response:
    """The caller's clients, oldest first."""
    rows, total = service.page(session, caller, page.limit, page.offset)
    return page_answer(page, rows, total)


@router.post("", response_model=Envelope[ClientOut], status_code=201)
def create_client(caller: Authenticated, session: Writing, body: ClientCreate) -> Response:
    """Make a client."""
    client = service.create(session, caller, body)
    return answer(client, status=201, headers={"Location": f"/api/v3/clients/{client.id}"})


@router.get("/{client_id}", response_model=Envelope[ClientOut])
def get_client(caller: Authenticated, session: Reading, client_id: str) -> Response:
    """One client."""
    return answer(service.get(session, caller, client_id))


@router.put("/{client_id}", response_model=Envelope[ClientOut])
def update_client(caller: Authenticated, session: Writing, client_id: str, body: ClientUpdate) -> Response:
    """Change the fields that are named; the others stay."""
    return answer(service.update(session, caller, client_id, body))
