"""The dependency that every route of the API names: who is asking."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, APIKeyHeader, OAuth2PasswordBearer

from spotwright.auth import service
from spotwright.auth.service import Caller
from spotwright.auth.tokens import TokenSigner
from spotwright.db.session import Database
from spotwright.kit.errors import ApiError

SAFE_METHODS = frozenset({"GET", "HEAD"})
COOKIE = "token"

_bearer = OAuth2PasswordBearer(tokenUrl="/api/auth/login", auto_error=False, scheme_name="Login")
_key = APIKeyHeader(name="X-API-Key", auto_error=False, scheme_name="ApiKey")
_cookie = APIKeyCookie(
    name=COOKIE, auto_error=False, scheme_name="Cookie", description="Accepted for GET and HEAD only"
)


def _caller(
    request: Request,
    bearer: Annotated[str | None, Security(_bearer)],
    key: Annotated[str | None, Security(_key)],
    cookie: Annotated[str | None, Security(_cookie)],
) -> Caller:
    database: Database = request.app.state.database
    signer: TokenSigner = request.app.state.signer
    with database.read() as session:
        if "authorization" in request.headers:
            caller = service.caller_of_token(session, signer, bearer or "")
        elif key is not None:
            caller = service.caller_of_key(session, signer, key)
        elif cookie is not None:
            # A browser attaches the cookie to whatever page asks it to; reading is all that may be done with it.
            if request.method not in SAFE_METHODS:
                raise ApiError("COOKIE_NOT_ACCEPTED")
            caller = service.caller_of_token(session, signer, cookie)
        else:
            raise ApiError("UNAUTHORIZED")
    request.state.principal = caller.user_id
    return caller


Authenticated = Annotated[Caller, Depends(_caller)]
