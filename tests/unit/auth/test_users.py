"""Users: who may be made, and how a password is kept."""

from datetime import timedelta

import pytest

from spotwright.auth import service
from spotwright.auth.models import User
from spotwright.kit.errors import ApiError

PASSWORD = "correct horse battery"


def made(services, name: str, password: str = PASSWORD) -> str:
    with services.database.write() as session:
        return service.create_user(session, name, password)


def test_a_password_is_kept_as_a_slow_hash_with_its_own_salt(services):
    first, second = made(services, "salt 1"), made(services, "salt 2")
    with services.database.read() as session:
        hashes = [session.get_one(User, user).password_hash for user in (first, second)]
    assert all(text.startswith("$argon2id$") for text in hashes)
    assert hashes[0] != hashes[1]
    assert PASSWORD not in "".join(hashes)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x00", "\u202eann", "x" * 201, "\ud800"])
def test_names_are_printable(services, name):
    with pytest.raises(ValueError, match="printable"):
        made(services, name)


@pytest.mark.parametrize("password", ["", "short", "x" * 1001])
def test_passwords_have_a_length(services, password):
    with pytest.raises(ValueError, match="8 to 1000"):
        made(services, "nobody yet", password)


def test_a_name_is_taken_once(services):
    made(services, "taken")
    with pytest.raises(ValueError, match="already"):
        made(services, " taken ")


@pytest.mark.parametrize("name", ["Ünïcödé", "早晨", "a b", "o'neil", "x" * 200])
def test_a_name_may_be_any_persons(services, name):
    user = made(services, name)
    with services.database.read() as session:
        token = service.login(session, services.signer, name, PASSWORD, timedelta(hours=1))
        assert service.caller_of_token(session, services.signer, token).user_id == user


def test_a_user_that_is_gone_has_no_token(services):
    user = made(services, "leaving")
    token = services.signer.issue(user, 0, timedelta(hours=1))
    with services.database.write() as session:
        session.delete(session.get_one(User, user))
    with services.database.read() as session, pytest.raises(ApiError) as refusal:
        service.caller_of_token(session, services.signer, token)
    assert refusal.value.kind.code == "UNAUTHORIZED"


def test_the_command_lines_own_user_is_made_once_and_cannot_log_in(services):
    with services.database.write() as session:
        first = service.ensure_user(session, "command line")
        assert service.ensure_user(session, "command line") == first
        assert service.login(session, services.signer, "command line", "", timedelta(hours=1)) is None


def test_keys_of_another_installation_do_not_open(services):
    other = type(services.signer)("another secret of thirty-two letters")
    key = service.new_api_key()
    assert other.hash_api_key(key) != services.signer.hash_api_key(key)
    assert key not in services.signer.hash_api_key(key)
