"""Tokens by RFC 8725: one algorithm, our own key, every claim required, a short life."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import jwt

from spotwright.kit import clock, ids
from spotwright.kit.errors import ApiError

_ALGORITHM = "HS256"
_TYPE = "at+jwt"
_ISSUER = "spotwright"
_AUDIENCE = "spotwright-api"
_CLAIMS = ("iss", "aud", "sub", "exp", "iat", "jti", "epoch")
_LEEWAY_SECONDS = 30
_MAX_LENGTH = 4096
API_KEY_PREFIX = "spw_"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a good token says."""

    user_id: str
    epoch: int


class TokenSigner:
    """Makes and checks tokens and key hashes. Each use has its own key, derived from the one secret."""

    def __init__(self, secret: str) -> None:
        self._session_key = hmac.digest(secret.encode(), b"spotwright session token", "sha256")
        self._api_key = hmac.digest(secret.encode(), b"spotwright api key", "sha256")

    def issue(self, user_id: str, epoch: int, lifetime: timedelta) -> str:
        """A token for a user who has proved who they are."""
        moment = clock.now()
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": user_id,
            "iat": moment,
            "exp": moment + lifetime,
            "jti": secrets.token_urlsafe(16),
            "epoch": epoch,
        }
        return jwt.encode(claims, self._session_key, _ALGORITHM, {"typ": _TYPE})

    def read(self, token: str) -> Claims:
        """The claims of a token that we signed and that has not expired; raises a 401 otherwise."""
        try:
            if len(token) > _MAX_LENGTH or jwt.get_unverified_header(token).get("typ") != _TYPE:
                raise ApiError("UNAUTHORIZED")
            claims = jwt.decode(
                token,
                self._session_key,
                [_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                leeway=_LEEWAY_SECONDS,
                options={"require": list(_CLAIMS)},
            )
        except jwt.ExpiredSignatureError:
            raise ApiError("TOKEN_EXPIRED") from None
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
            raise ApiError("UNAUTHORIZED") from None
        user_id, epoch = claims["sub"], claims["epoch"]
        # A boolean is an int to Python, and only what looks like an id may reach a query.
        if not isinstance(user_id, str) or not ids.looks_like_id(user_id) or type(epoch) is not int:
            raise ApiError("UNAUTHORIZED")
        return Claims(user_id, epoch)

    def hash_api_key(self, key: str) -> str:
        """What is stored of an API key: fast to compute, useless without our secret."""
        return hmac.new(self._api_key, key.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def new_api_key() -> str:
    """A fresh secret."""
    return API_KEY_PREFIX + secrets.token_urlsafe(32)
