"""Fail-points do nothing unless they are armed, and then exactly what they are armed for."""

import errno
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import spotwright
from spotwright.kit.failpoints import FailpointError, Failpoints, failpoint, names
from tests.chaos import points as chaos


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
    points = Failpoints("a=sleep:2*1@2")
    for _ in range(4):
        points.reach("a")
    assert slept == [0.5, 2.0]


def test_a_point_kills_at_once():
    code = "from spotwright.kit.failpoints import failpoint\ntry:\n  failpoint('x')\nfinally:\n  print('still here')"
    environment = {"SPOTWRIGHT_FAILPOINTS": "x=kill"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode == -9
    assert done.stdout == b""


def test_a_point_lets_passes_go():
    points = Failpoints("a=raise:1@3;b=raise@2")
    for _ in range(2):
        points.reach("a")
    with pytest.raises(FailpointError):
        points.reach("a")
    points.reach("a")
    points.reach("b")
    for _ in range(3):
        with pytest.raises(FailpointError):
            points.reach("b")


@pytest.mark.parametrize(("verb", "number"), [("enospc", errno.ENOSPC), ("eio", errno.EIO), ("eacces", errno.EACCES)])
def test_a_point_fails_as_a_disk_does(verb, number):
    points = Failpoints(f"a={verb}:1")
    with pytest.raises(OSError, match="a") as caught:
        points.reach("a")
    assert caught.value.errno == number
    points.reach("a")


@pytest.mark.parametrize("text", ["a=explode", "a", "a=", "a=raise:many", "a=sleep", "a=kill@soon"])
def test_a_point_that_is_armed_wrongly_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        Failpoints(text)


def test_points_of_one_family_are_counted_together():
    points = Failpoints("a.*=raise:1@3")
    for name in ("a.one", "b", "a.two"):
        points.reach(name)
    with pytest.raises(FailpointError, match=r"a\.one"):
        points.reach("a.one")
    points.reach("a.two")


def test_points_are_armed_and_disarmed_by_a_file(tmp_path):
    armed, points = tmp_path / "armed", Failpoints(f"@{tmp_path}/armed")
    points.reach("a")
    armed.write_text("a=raise:1")
    with pytest.raises(FailpointError):
        points.reach("a")
    points.reach("a")
    replacement = tmp_path / "other"
    replacement.write_text("a=raise:1\n")
    os.utime(replacement, ns=(1, 1))
    replacement.replace(armed)
    with pytest.raises(FailpointError):
        points.reach("a")
    armed.unlink()
    points.reach("a")


def test_a_point_says_that_it_fires(capfd):
    Failpoints("a=sleep:0").reach("a")
    assert capfd.readouterr().err == "fail-point a: sleep\n"


def test_a_file_that_others_may_write_arms_nothing(tmp_path):
    armed, common = tmp_path / "common" / "armed", tmp_path / "common"
    common.mkdir()
    common.chmod(0o777)
    with pytest.raises(ValueError, match="others may write"):
        Failpoints(f"@{armed}")
    armed.write_text("a=raise:1")
    armed.chmod(0o600)
    points = Failpoints(f"@{armed}")
    armed.chmod(0o666)
    points.reach("a")
    armed.chmod(0o600)
    with pytest.raises(FailpointError):
        points.reach("a")


@pytest.mark.parametrize(("text", "told"), [("x=sleep:0;y.*=eio", b": x, y.*\n"), ("", b"")])
def test_a_program_says_at_its_start_what_is_armed(text, told):
    code = "import spotwright.kit.failpoints"
    environment = {"SPOTWRIGHT_FAILPOINTS": text}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert done.stderr.startswith(b"WARNING: fail-points are armed") == bool(told)
    assert done.stderr.endswith(told)


def test_every_name_stands_in_one_place_and_chaos_knows_how_to_reach_it():
    found = Counter(name for name, _ in names(Path(spotwright.__file__).parent))
    assert set(found.values()) == {1}
    assert chaos.unnamed() == set()
