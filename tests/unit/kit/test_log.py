"""Logs never hold a secret, and a traceback is plain: no local variables."""

import json
import logging

import pytest

from spotwright.kit import log

both_forms = pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])


@pytest.fixture(autouse=True)
def _quiet_again():
    yield
    log.configure("WARNING")


@both_forms
@pytest.mark.parametrize("name", ["password", "access_token", "Authorization", "api_key", "cookie", "client_secret"])
def test_secrets_are_not_written(capsys, as_json, name):
    log.configure("DEBUG", as_json=as_json)
    log.get("test").info("event", **{name: "hunter22"})
    text = capsys.readouterr().err
    assert "hunter22" not in text
    assert "[redacted]" in text


@both_forms
def test_a_traceback_does_not_show_variables(capsys, as_json):
    log.configure("DEBUG", as_json=as_json)

    def fail(given: str) -> None:
        raise RuntimeError("it broke")

    secret = "hunter" + str(22)
    try:
        fail(secret)
    except RuntimeError:
        log.get("test").exception("failed")
    text = capsys.readouterr().err
    assert "it broke" in text
    assert secret not in text


@both_forms
def test_other_libraries_are_heard_from_warning_on(capsys, as_json):
    log.configure("DEBUG", as_json=as_json)
    logging.getLogger("somebody").info("chatter")
    logging.getLogger("somebody").warning("a real problem")
    text = capsys.readouterr().err
    assert "chatter" not in text
    assert "a real problem" in text


def test_json_is_one_object_a_line(capsys):
    log.configure("INFO", as_json=True)
    log.get("test").info("first", number=1, text="two\nlines")
    (line,) = capsys.readouterr().err.splitlines()
    event = json.loads(line)
    assert (event["event"], event["number"], event["room"], event["level"]) == ("first", 1, "test", "info")
