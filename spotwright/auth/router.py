"""``/api/auth``: log in, and keep API keys."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import OAuth2PasswordRequestForm
from starlette.responses import Response

from spotwright.auth import service
from spotwright.auth.deps import COOKIE, Authenticated
from spotwright.auth.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyOut, Token
from spotwright.http.envelope import Envelope, Message, answer, type_json
from spotwright.http.routes import ApiRoute, Reading, Writing
from spotwright.kit.errors import ApiError

router = APIRouter(prefix="/api/auth", tags=["auth"], route_class=ApiRoute)


@router.post("/login", response_model=Token)
def login(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Response:
    """Trade name and password for a token. It is answered, and also set as the cookie ``token``."""
    state = request.app.state
    # Names that no user can have need no memory of their own.
    key = f"{request.client.host if request.client else ''} {form.username[: service.MAX_NAME]}"
    state.throttle.attempt(key)
    lifetime = timedelta(hours=state.settings.access_token_hours)
    with state.database.read() as session:
        token = service.login(session, state.signer, form.username, form.password, lifetime)
    if token is None:
        raise ApiError("LOGIN_FAILED")
    state.throttle.succeeded(key)
    seconds = int(lifetime.total_seconds())
    body = Token(access_token=token, expires_in=seconds).model_dump_json()
    response = Response(body, headers={"Cache-Control": "no-store"}, media_type=type_json)
    # Pages written against this API read the cookie from script, so it cannot be HttpOnly; it opens nothing but GETs.
    secure = state.settings.secure_cookies or request.url.scheme == "https"
    response.set_cookie(COOKIE, token, max_age=seconds, path="/", secure=secure, httponly=False, samesite="lax")
    return response


@router.post("/api-keys", response_model=Envelope[ApiKeyCreated], status_code=201)
def create_api_key(request: Request, caller: Authenticated, session: Writing, body: ApiKeyCreate) -> Response:
    """Make an API key. Its secret is shown this once."""
    created = service.create_key(session, request.app.state.signer, caller, body.name)
    return answer(created, status=201, headers={"Cache-Control": "no-store"})


@router.get("/api-keys", response_model=Envelope[list[ApiKeyOut]])
def list_api_keys(caller: Authenticated, session: Reading) -> Response:
    """The caller's API keys."""
    return answer(service.list_keys(session, caller))


@router.delete("/api-keys/{key_id}", response_model=Envelope[Message])
def revoke_api_key(caller: Authenticated, session: Writing, key_id: str) -> Response:
    """Revoke a key at once."""
    service.revoke_key(session, caller, key_id)
    return answer(Message(message="API key revoked"))
