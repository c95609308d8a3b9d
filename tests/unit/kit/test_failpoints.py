"""Fail-points do nothing unless they are armed, and then exactly what they are armed for."""

import subprocess
import sys

import pytest

from spotwright.kit.failpoints import FailpointError, Failpoints, failpoint


def test_unarmed_points_do_nothing():
    Failpoints("").reach("anything")
    Failpoints("other=kill").reach("anything")
    failpoint("anything")


def test_a_point_raises_as_often_as_it_was_told():
    points = Failpoints("a=raise:2;b=raise")
    for _ in range(2):
        with pytest.raises(FailpointError, match="a"):
            points.reach("a")
    points.reach("a")
    for _ in range(5):
        with pytest.raises(FailpointError):
            points.reach("b")


def test_a_point_sleeps(monkeypatch):
    slept = []
    monkeypatch.setattr("spotwright.kit.failpoints.time.sleep", slept.append)
    Failpoints(" a = sleep:0.5 ").reach("a")
    assert slept == [0.5]


def test_a_point_kills_at_once():
    code = "from spotwright.kit.failpoints import failpoint\ntry:\n  failpoint('x')\nfinally:\n  print('still here')"
    environment = {"SPOTWRIGHT_FAILPOINTS": "x=kill"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode == -9
    assert done.stdout == b""
