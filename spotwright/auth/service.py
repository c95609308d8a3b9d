"""Users, logins and API keys."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy.orm import Session

from spotwright.auth import repository
from spotwright.auth.models import ApiKey, User
from spotwright.auth.schemas import ApiKeyCreated, ApiKeyOut
from spotwright.auth.tokens import TokenSigner, new_api_key
from spotwright.kit import clock, ids
from spotwright.kit.errors import ApiError

MAX_NAME = 200
MIN_PASSWORD, MAX_PASSWORD = 8, 1000
_SHOWN_PREFIX = 10


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking."""

    user_id: str
    name: str


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """A hash to check against when there is no such user, so that both refusals take equally long."""
    return _hasher().hash("there is no such user")


def create_user(session: Session, name: str, password: str) -> str:
    """Make a user; their id. Raises ``ValueError`` with a sentence for the operator."""
    name = name.strip()
    if not _can_be_name(name):
        raise ValueError(f"A user name has 1 to {MAX_NAME} printable characters.")
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise ValueError(f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.")
    if repository.user_by_name(session, name):
        raise ValueError(f"There is already a user named {name}.")
    user = User(
        id=ids.new_id("usr"), name=name, password_hash=_hasher().hash(password), token_epoch=0, created_at=clock.now()
    )
    session.add(user)
    return user.id


def ensure_user(session: Session, name: str) -> str:
    """The id of a user who needs no login (the command line's own), made on first use."""
    user = repository.user_by_name(session, name)
    return user.id if user else create_user(session, name, new_api_key())


def has_users(session: Session) -> bool:
    """False on a fresh installation."""
    return repository.count_users(session) > 0


def login(session: Session, signer: TokenSigner, name: str, password: str, lifetime: timedelta) -> str | None:
    """A token, or None if name or password is wrong."""
    known = repository.user_by_name(session, name) if _can_be_name(name) else None
    user = known if len(password) <= MAX_PASSWORD else None
    correct = _hasher().verify(password[:MAX_PASSWORD], user.password_hash if user else _nobody())
    return signer.issue(user.id, user.token_epoch, lifetime) if user and correct else None


def caller_of_token(session: Session, signer: TokenSigner, token: str) -> Caller:
    """Raises a 401 unless the token is good and its user still wants it to be."""
    claims = signer.read(token)
    user = repository.user_by_id(session, claims.user_id)
    if user is None or user.token_epoch != claims.epoch:
        raise ApiError("UNAUTHORIZED")
    return Caller(user.id, user.name)


def caller_of_key(session: Session, signer: TokenSigner, key: str) -> Caller:
    """Raises a 401 unless somebody owns this key."""
    user = repository.owner_of_key(session, signer.hash_api_key(key))
    if user is None:
        raise ApiError("UNAUTHORIZED")
    return Caller(user.id, user.name)


def create_key(session: Session, signer: TokenSigner, caller: Caller, name: str) -> ApiKeyCreated:
    """A new key; its secret is in the answer and nowhere else."""
    secret = new_api_key()
    row = ApiKey(
        id=ids.new_id("key"),
        user_id=caller.user_id,
        name=name,
        prefix=secret[:_SHOWN_PREFIX],
        key_hash=signer.hash_api_key(secret),
        created_at=clock.now(),
    )
    session.add(row)
    return ApiKeyCreated(**_shown(row).model_dump(), key=secret)


def list_keys(session: Session, caller: Caller) -> list[ApiKeyOut]:
    """The caller's keys."""
    return [_shown(row) for row in repository.keys_of(session, caller.user_id)]


def revoke_key(session: Session, caller: Caller, key_id: str) -> None:
    """The key is refused from now on."""
    if not ids.looks_like_id(key_id) or not repository.delete_key(session, caller.user_id, key_id):
        raise ApiError("API_KEY_NOT_FOUND")


def _can_be_name(name: str) -> bool:
    return 1 <= len(name) <= MAX_NAME and name.isprintable()


def _shown(row: ApiKey) -> ApiKeyOut:
    return ApiKeyOut(id=row.id, name=row.name, prefix=row.prefix, created_at=clock.stamp(row.created_at))
