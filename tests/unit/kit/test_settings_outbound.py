"""A list of allowed hosts that would allow nothing is reported at start, not when a job fails."""

import pytest
from pydantic import ValidationError

from spotwright.kit.settings import Settings
from spotwright.outbound import UrlPolicy


def test_hosts_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("SPOTWRIGHT_OUTBOUND_ALLOW_HOSTS", "Files.Local, minio:9000,10.0.0.5 ,fd00::5,[fd00::6]:81,a_b.")
    hosts = Settings().outbound_allow_hosts
    assert hosts == ("Files.Local", "minio:9000", "10.0.0.5", "fd00::5", "[fd00::6]:81", "a_b.")
    policy = UrlPolicy(hosts)
    assert policy.allows("files.local", 80)
    assert policy.allows("fd00::6", 81)
    assert not policy.allows("minio", 80)


@pytest.mark.parametrize(
    "entry", ["*", "*.example.com", "http://example.com", "a b", "10.0.0.0/8", "a@b", "x:port", "a..b"]
)
def test_what_is_no_host_stops_the_start(monkeypatch, entry):
    monkeypatch.setenv("SPOTWRIGHT_OUTBOUND_ALLOW_HOSTS", f"good.example.com,{entry}")
    with pytest.raises(ValidationError, match="is not a name"):
        Settings()
