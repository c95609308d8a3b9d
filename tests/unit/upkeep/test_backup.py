"""Backups: whole or not there, private, never inside what they save, and never believed blindly."""

import fcntl
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from asgi_client import ApiClient, data_of
from builders import Worker, new_client, new_job, new_user, picture, stored_asset

from spotwright.app import create_app
from spotwright.blobs import BlobStore, StorageFull, StoreUnavailable
from spotwright.blobs.blob import key_of
from spotwright.bootstrap import Services
from spotwright.cli.restore import run as restore_and_check
from spotwright.engine.port import RunState
from spotwright.jobs.states import Status
from spotwright.kit.failpoints import FailpointError, Failpoints
from spotwright.kit.settings import Settings
from spotwright.upkeep.backup import back_up
from spotwright.upkeep.dumps import DumpError
from spotwright.upkeep.manifest import DamagedBackupError, Manifest, read_manifest
from spotwright.upkeep.restore import restore
from spotwright.upkeep.shelf import NotAShelfError, Shelf
from spotwright.upkeep.site import NotEmptyError, UnfinishedRestoreError
from spotwright.upkeep.turns import ShelfBusyError
from spotwright.upkeep.verify import look_through


class Town:
    """An installation with a completed job, an asset, and a place for backups beside it."""

    def __init__(self, services: Services, folder: Path, ids: dict[str, str], runner) -> None:
        self.services = services
        self.settings = services.settings
        self.headers = {"Authorization": f"Bearer {ids['token']}"}
        self.api = ApiClient(create_app(services), runner, self.headers)
        self.api.user_id = ids["user"]
        self.target = folder / "shelf"
        self.new = folder / "new"
        self.asset = ids["asset"]
        self.job = ids["job"]

    def back_up(self, **options):
        return back_up(self.settings, str(self.target), **options)

    def restore(self, **options):
        return restore(str(self.target), self.new, **options)

    @property
    def shelf(self) -> Shelf:
        return Shelf.open(str(self.target), self.target.parent / "scratch", make=False)

    def damage(self) -> list[str]:
        return [found.damage for found in look_through(self.shelf, verify=True)]

    def blob(self) -> Path:
        """The asset's blob on the shelf."""
        sha256 = hashlib.sha256(picture(40, 40)).hexdigest()
        return self.target / key_of(sha256)

    def manifests(self) -> list[Path]:
        return sorted((self.target / "backups").glob("*.json"))


@pytest.fixture(scope="module")
def template(tmp_path_factory, runner) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("town")
    with closing(Services.open(Settings.load(folder))) as services:
        user_id, token = new_user(services)
        api = ApiClient(create_app(services), runner, {"Authorization": f"Bearer {token}"})
        api.user_id = user_id
        asset = stored_asset(services, api, picture(40, 40))
        job = new_job(api, new_client(api)["id"])["id"]
        Worker(services).bring(api, job, Status.COMPLETED)
    return folder, {"user": user_id, "token": token, "asset": asset["url"], "job": job}


@pytest.fixture
def town(template, tmp_path, runner) -> Iterator[Town]:
    shutil.copytree(template[0], tmp_path / "data")
    with closing(Services.open(Settings.load(tmp_path / "data"))) as services:
        yield Town(services, tmp_path, template[1], runner)


def arm(monkeypatch, text: str) -> None:
    monkeypatch.setattr("spotwright.kit.failpoints._points", Failpoints(text))


def stored(folder: Path) -> set[Path]:
    return {path for path in (folder / "sha256").rglob("*") if path.is_file()}


class TestBackup:
    def test_a_copy_has_the_same_rows_blobs_and_key(self, town, runner):
        report = town.back_up()
        assert (report.missing, report.lost) == ([], [])

        restored = town.restore()

        assert restored.name == report.name
        assert restored.blobs == report.blobs == report.copied
        settings = Settings.load(town.new)
        assert settings.secret_key == town.settings.secret_key
        with closing(Services.open(settings)) as services:
            api = ApiClient(create_app(services), runner, town.headers)
            assert api.get(town.asset).content == picture(40, 40)
            path = f"/api/v3/jobs/{town.job}"
            assert data_of(api.get(path), 200) == data_of(town.api.get(path), 200)
            assert services.engine.state(town.job) == town.services.engine.state(town.job)

    def test_the_second_copies_only_what_is_new(self, town):
        first = town.back_up()
        new = town.services.blobs.put_bytes(b"forgotten by all rows")
        stored_asset(town.services, town.api, picture(41, 41), thumbnail=False)

        second = town.back_up()

        assert (second.blobs, second.copied) == (first.blobs + 1, 1)
        assert not (town.target / key_of(new.sha256)).exists()

    def test_nobody_else_may_read_it(self, town):
        town.back_up()

        assert stat.S_IMODE(town.target.stat().st_mode) == 0o700
        for path in (town.target / "backups").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        town.restore()
        for name in ("secret.key", "spotwright.db", "engine.db"):
            assert stat.S_IMODE((town.new / name).stat().st_mode) == 0o600

    def test_without_the_secret_there_is_none(self, town):
        town.back_up(secret=False)
        secret = town.settings.secret_key.get_secret_value().encode()

        assert all(secret not in path.read_bytes() for path in town.target.rglob("*") if path.is_file())
        assert not town.restore().secret
        assert not (town.new / "secret.key").exists()

    @pytest.mark.parametrize("point", ["between_databases", "before_blobs", "before_copy", "before_manifest"])
    def test_half_a_backup_is_none_and_the_next_one_uses_it(self, town, monkeypatch, point):
        arm(monkeypatch, f"backup.{point}=raise:1")
        with pytest.raises(FailpointError):
            town.back_up()
        assert town.shelf.names() == []
        with pytest.raises(NotAShelfError, match="no backup"):
            town.restore()

        town.back_up()

        assert town.damage() == [""]

    def test_one_at_a_time(self, town):
        town.back_up()
        with Shelf.open(str(town.target), town.target, make=True).turn, pytest.raises(ShelfBusyError):
            town.back_up()

    def test_a_full_target_leaves_no_backup(self, town, monkeypatch):
        arm(monkeypatch, "blobs.before_write=enospc@5")
        with pytest.raises(StorageFull):
            town.back_up()
        arm(monkeypatch, "")

        assert town.shelf.names() == []
        assert not list((town.target / "incoming").iterdir())
        town.back_up()
        assert town.damage() == [""]

    def test_a_blob_that_went_with_its_row_is_told(self, town, monkeypatch):
        sha256 = hashlib.sha256(picture(40, 40)).hexdigest()
        copy = BlobStore.list_blobs
        seen = []

        def listing(store, prefix=""):
            if not seen:
                seen.append(prefix)
                town.api.delete(town.asset.removesuffix("/data").replace("/v2/", "/v3/"))
                town.services.blobs.delete(sha256)
            return copy(store, prefix)

        monkeypatch.setattr(BlobStore, "list_blobs", listing)
        report = town.back_up()

        assert (report.missing, report.lost) == ([sha256], [])
        assert town.damage() == [""]
        assert town.restore().missing == 1

    def test_a_blob_that_went_after_a_first_look_is_told(self, town, monkeypatch):
        sha256 = hashlib.sha256(picture(40, 40)).hexdigest()

        def delete(point: str) -> None:
            if point == "backup.before_copy":
                town.services.blobs.delete(sha256)

        monkeypatch.setattr("spotwright.upkeep.backup.failpoint", delete)
        patient = BlobStore.size
        monkeypatch.setattr(BlobStore, "size", lambda store, name: 1 if name == sha256 else patient(store, name))

        assert town.back_up().missing == [sha256]

    def test_a_blob_that_the_installation_lost_is_told(self, town):
        sha256 = hashlib.sha256(picture(40, 40)).hexdigest()
        town.services.blobs.delete(sha256)

        report = town.back_up()

        assert (report.missing, report.lost) == ([sha256], [sha256])

    def test_a_blob_whose_bytes_are_wrong_is_not_taken_for_the_right_one(self, town):
        sha256 = hashlib.sha256(picture(40, 40)).hexdigest()
        path = town.services.blobs.local_path(sha256)
        path.chmod(0o600)
        path.write_bytes(b"x" * path.stat().st_size)

        assert town.back_up().missing == [sha256]

    def test_a_database_of_another_schema_is_refused(self, town):
        with town.services.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        with pytest.raises(DumpError, match="schema 0001"):
            town.back_up()

    def test_without_the_program_for_postgresql_its_name_is_said(self, town, monkeypatch, tmp_path):
        monkeypatch.setenv("PATH", str(tmp_path))
        url = "postgresql://nobody@127.0.0.1:9/none"
        settings = town.settings.model_copy(update={"database_url": url, "engine_url": url})
        with pytest.raises(DumpError, match="pg_dump is not installed"):
            back_up(settings, str(town.target))


class TestTargets:
    @pytest.mark.parametrize("inside", ["", "backups", "blobs", "blobs/deep"])
    def test_not_in_the_installation(self, town, inside):
        with pytest.raises(NotAShelfError, match="lie in each other"):
            back_up(town.settings, str(town.settings.data_dir / inside))

    def test_not_around_the_installation(self, town):
        with pytest.raises(NotAShelfError, match="lie in each other"):
            back_up(town.settings, str(town.settings.data_dir.parent))

    def test_not_in_it_by_a_link(self, town, tmp_path):
        (tmp_path / "link").symlink_to(town.settings.data_dir)
        with pytest.raises(NotAShelfError, match="lie in each other"):
            back_up(town.settings, str(tmp_path / "link" / "backups"))

    def test_not_among_other_things(self, town):
        town.target.mkdir()
        (town.target / "holiday.jpg").write_bytes(b"")
        with pytest.raises(NotAShelfError, match="not empty"):
            town.back_up()
        assert [path.name for path in town.target.iterdir()] == ["holiday.jpg"]

    def test_not_a_file(self, town):
        town.target.write_bytes(b"")
        with pytest.raises(NotAShelfError):
            town.back_up()

    def test_not_where_the_blobs_are(self, town):
        settings = town.settings.model_copy(update={"blob_url": "s3://bucket/blobs"})
        for target in ("s3://bucket/blobs", "s3://bucket/blobs/backups", "s3://bucket"):
            with pytest.raises(NotAShelfError, match="blobs"):
                back_up(settings, target)

    def test_none_to_restore_from(self, town):
        with pytest.raises(NotAShelfError, match="no backups"):
            town.restore()
        assert not town.new.exists() or not list(town.new.iterdir())


class TestKeeping:
    def test_the_youngest_stay_with_all_that_they_need(self, town):
        town.back_up()
        gone = town.services.blobs.put_bytes(picture(42, 42)).sha256
        extra = stored_asset(town.services, town.api, picture(42, 42), thumbnail=False)
        town.back_up()
        assert (town.target / key_of(gone)).exists()
        town.api.delete(extra["url"].removesuffix("/data").replace("/v2/", "/v3/"))

        assert town.back_up(keep=2).pruned == 1
        assert (town.target / key_of(gone)).exists()
        assert town.back_up(keep=1).pruned == 2

        assert not (town.target / key_of(gone)).exists()
        assert town.damage() == [""]
        (manifest,) = [town.shelf.manifest(name) for name in town.shelf.names()]
        assert len(stored(town.target)) == manifest.blobs.count + len(manifest.pieces())
        assert len(list((town.target / "backups").iterdir())) == 2

    def test_a_prune_that_died_leaves_whole_backups(self, town, monkeypatch):
        for _ in range(3):
            town.back_up()
        arm(monkeypatch, "prune.before_blobs=raise:1")
        with pytest.raises(FailpointError):
            town.back_up(keep=1)
        assert town.damage() == [""]

        town.back_up(keep=1)
        assert town.damage() == [""]

    def test_with_a_damaged_backup_no_blob_goes(self, town):
        town.back_up()
        town.manifests()[0].write_bytes(b"{}")
        before = stored(town.target)
        with pytest.raises(DamagedBackupError):
            town.back_up(keep=2)
        assert before <= stored(town.target)


class TestHostile:
    def spoil(self, town) -> None:
        """No spoiled backup is restored, none of it stays, and `backups --verify` names it."""
        assert [bool(text) for text in town.damage()] == [True]
        with pytest.raises(DamagedBackupError):
            town.restore()
        assert not (town.new / "spotwright.db").exists()
        assert list(town.new.iterdir()) == []

    def test_a_truncated_blob(self, town):
        town.back_up()
        town.blob().chmod(0o600)
        os.truncate(town.blob(), 100)
        self.spoil(town)

    def test_a_changed_blob(self, town):
        town.back_up()
        town.blob().chmod(0o600)
        town.blob().write_bytes(b"x" * town.blob().stat().st_size)
        self.spoil(town)

    def test_a_missing_blob(self, town):
        town.back_up()
        town.blob().unlink()
        self.spoil(town)

    def test_a_link_in_place_of_a_blob(self, town, tmp_path):
        town.back_up()
        content = town.blob().read_bytes()
        town.blob().unlink()
        (tmp_path / "elsewhere").write_bytes(content)
        town.blob().symlink_to(tmp_path / "elsewhere")
        self.spoil(town)

    def test_a_pipe_in_place_of_a_blob(self, town):
        town.back_up()
        town.blob().unlink()
        os.mkfifo(town.blob())
        self.spoil(town)

    @pytest.mark.parametrize("spoil", ["link", "pipe", "cut", "empty", "huge"])
    def test_a_manifest_that_is_not_one(self, town, tmp_path, spoil):
        town.back_up()
        (path,) = town.manifests()
        content = path.read_bytes()
        path.unlink()
        if spoil == "link":
            (tmp_path / "elsewhere").write_bytes(content)
            path.symlink_to(tmp_path / "elsewhere")
        elif spoil == "pipe":
            os.mkfifo(path)
        else:
            path.write_bytes({"cut": content[:100], "empty": b"", "huge": content + b" " * (2 << 20)}[spoil])
        if spoil == "link":
            with pytest.raises(Exception, match=path.name):
                town.restore()
        else:
            self.spoil(town)

    def test_a_changed_secret(self, town):
        town.back_up()
        (path,) = (town.target / "backups").glob("*.secret")
        path.write_bytes(b"known to me")
        self.spoil(town)

    def test_a_list_of_blobs_with_other_lines(self, town):
        """Even a list whose hash is right in a manifest whose hash is right."""
        for lines in (
            b"../../etc/passwd 3\n",
            b"a" * 64 + b" -1\n",
            b"a" * 1000,
            b"A" * 64 + b" 1\n",
            b"a" * 64 + b" 1",
        ):
            town.target.mkdir(exist_ok=True)
            town.back_up(keep=1)
            self.forge(town, lambda found, blob: found["blobs"].update(sha256=blob.sha256, size=blob.size), lines)
            self.spoil(town)
            for path in (town.target / "backups").iterdir():
                path.unlink()

    def forge(self, town, change, content: bytes = b"") -> None:
        """Write the manifest anew, under the name that goes with it."""
        (path,) = town.manifests()
        blob = town.shelf.blobs.put_bytes(content)
        found = json.loads(path.read_bytes())
        change(found, blob)
        forged = json.dumps(found).encode()
        name = path.stem[:20] + hashlib.sha256(forged).hexdigest()[:16]
        path.with_suffix(".secret").rename(path.with_name(f"{name}.secret"))
        path.unlink()
        path.with_name(f"{name}.json").write_bytes(forged)

    @pytest.mark.parametrize(
        "change",
        [
            lambda found, _: found["main"].update(sha256="../../../etc/passwd"),
            lambda found, _: found.update(format=2),
            lambda found, _: found.update(surprise=True),
            lambda found, _: found["main"].update(size=-1),
            lambda found, _: found.pop("blobs"),
        ],
        ids=["a path", "another format", "an unknown field", "a negative size", "no blobs"],
    )
    def test_a_manifest_with_something_else(self, town, change):
        town.back_up()
        self.forge(town, change)
        self.spoil(town)

    @pytest.mark.parametrize("field", [{"protocol": "999"}, {"main": "0999"}])
    def test_a_newer_backup_is_refused(self, town, field):
        town.back_up()
        self.forge(
            town,
            lambda found, _: found["main"].update(revision=field["main"]) if "main" in field else found.update(field),
        )
        with pytest.raises(DamagedBackupError, match="newer"):
            town.restore()

    def test_a_database_that_is_none(self, town):
        town.back_up()
        self.forge(
            town, lambda f, blob: f["main"].update(sha256=blob.sha256, size=blob.size), b"SQLite format 3\0" * 99
        )
        with pytest.raises(DumpError, match="damaged"):
            town.restore()
        assert list(town.new.iterdir()) == []

    @pytest.mark.parametrize("name", ["../backups/x", "", "/etc/passwd", "20260101T000000000Z-0000000000000000"])
    def test_a_name_that_is_none(self, town, name):
        town.back_up()
        with pytest.raises(NotAShelfError, match="no backup"):
            town.restore(name=name)


class TestRestore:
    def test_never_over_something(self, town):
        town.back_up()
        town.new.mkdir()
        (town.new / "spotwright.db").write_bytes(b"mine")
        with pytest.raises(NotEmptyError):
            town.restore()
        assert (town.new / "spotwright.db").read_bytes() == b"mine"
        with pytest.raises(NotEmptyError):
            restore(str(town.target), town.settings.data_dir)

    def test_never_over_a_database_elsewhere(self, town, tmp_path, monkeypatch):
        town.back_up()
        (tmp_path / "other.db").write_bytes(b"mine")
        monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
        with pytest.raises(NotEmptyError):
            town.restore()
        assert (tmp_path / "other.db").read_bytes() == b"mine"

    def test_not_into_another_kind_of_database(self, town, monkeypatch):
        town.back_up()
        monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
        with pytest.raises(NotEmptyError):
            town.restore()

    def test_an_empty_folder_will_do(self, town):
        town.back_up()
        town.new.mkdir()
        town.restore()
        assert {path.name for path in town.new.iterdir()} == {"spotwright.db", "engine.db", "secret.key", "blobs"}

    def test_an_older_one_by_its_name(self, town):
        first = town.back_up().name
        town.back_up()
        assert town.restore(name=first).name == first

    def test_one_that_was_killed_is_begun_anew(self, town):
        town.back_up()
        (town.new / ".restoring" / "blobs").mkdir(parents=True)
        (town.new / "engine.db").write_bytes(b"half")
        town.restore()
        assert (town.new / "engine.db").stat().st_size > 4

    @pytest.mark.parametrize("stranger", ["spotwright.db", "sweep.lock", "holiday.jpg"])
    def test_what_began_to_live_where_one_was_killed_is_never_cleared_away(self, town, stranger):
        town.back_up()
        (town.new / ".restoring").mkdir(parents=True)
        for name in (stranger, "secret.key"):
            (town.new / name).write_bytes(b"mine")
        with pytest.raises(NotEmptyError, match=stranger):
            town.restore()
        assert {path.name for path in town.new.iterdir()} == {".restoring", stranger, "secret.key"}

    def test_what_began_to_live_there_with_a_database_elsewhere_is_not_either(self, town, tmp_path, monkeypatch):
        town.back_up()
        (tmp_path / "other.db").write_bytes(b"mine")
        monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
        (town.new / ".restoring").mkdir(parents=True)
        (town.new / "secret.key").write_bytes(b"mine")
        with pytest.raises(NotEmptyError, match="database"):
            town.restore()
        assert (town.new / "secret.key").read_bytes() == b"mine"

    def test_nothing_lives_where_one_was_killed(self, town):
        (town.new / ".restoring").mkdir(parents=True)
        with pytest.raises(UnfinishedRestoreError, match="restore` again"):
            Services.open(Settings.load(town.new))
        assert not (town.new / "spotwright.db").exists()

    def test_two_into_one_folder_exclude_each_other(self, town):
        town.back_up()
        town.new.mkdir()
        folder = os.open(town.new, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        with pytest.raises(NotEmptyError, match="Another restore"):
            town.restore()
        assert list(town.new.iterdir()) == []
        os.close(folder)
        town.restore()

    def test_one_that_came_to_its_end_is_never_cleared_away(self, town):
        town.back_up()
        town.restore()
        (town.new / ".restored").mkdir()
        with pytest.raises(NotEmptyError):
            town.restore()
        assert (town.new / "spotwright.db").exists()

    def test_one_that_failed_leaves_nothing(self, town, monkeypatch):
        town.back_up()
        arm(monkeypatch, "restore.before_publish=raise:1")
        with pytest.raises(FailpointError):
            town.restore()
        assert list(town.new.iterdir()) == []
        town.restore()

    @pytest.mark.parametrize(
        "armed", ["before_database=raise:1", "before_database=raise:1@2", "in_main_database=raise:1"]
    )
    def test_one_that_failed_between_databases_leaves_nothing(self, town, monkeypatch, armed):
        town.back_up()
        arm(monkeypatch, f"restore.{armed}")
        with pytest.raises(FailpointError):
            town.restore()
        assert list(town.new.iterdir()) == []
        town.restore()

    @pytest.mark.parametrize("armed", ["restore.before_database=enospc:1@2", "restore.in_main_database=enospc:1"])
    def test_one_that_filled_the_disk_says_so_and_leaves_nothing(self, town, monkeypatch, armed):
        town.back_up()
        arm(monkeypatch, armed)
        with pytest.raises(StorageFull):
            town.restore()
        assert list(town.new.iterdir()) == []
        town.restore()

    def test_one_whose_database_had_no_place_leaves_nothing(self, town, tmp_path, monkeypatch):
        town.back_up()
        monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'spotwright.db'}")
        with pytest.raises(StoreUnavailable):
            town.restore()
        assert list(town.new.iterdir()) == []
        monkeypatch.undo()
        town.restore()

    def test_a_job_that_ended_between_the_two_dumps_has_no_workflow_in_the_copy(self, town, monkeypatch):
        job = new_job(town.api, new_client(town.api)["id"])["id"]

        def cancel(point: str) -> None:
            if point == "backup.between_databases":
                town.api.post(f"/api/v3/jobs/{job}/actions", json={"action": "cancel"})

        monkeypatch.setattr("spotwright.upkeep.backup.failpoint", cancel)
        town.back_up()

        restore_and_check(str(town.target), town.new, None)

        with closing(Services.open(Settings.load(town.new))) as services:
            assert services.engine.state(job) is RunState.CANCELLED

    def test_from_a_folder_that_nobody_may_write(self, town):
        town.back_up()
        for path in (*town.target.rglob("*"), town.target):
            path.chmod(path.stat().st_mode & ~0o222)
        try:
            town.restore()
        finally:
            for path in (town.target, *town.target.rglob("*")):
                path.chmod(path.stat().st_mode | 0o200)


def test_a_manifest_comes_back_as_it_was_written(town):
    town.back_up()
    (path,) = town.manifests()
    manifest = read_manifest(path.stem, path.read_bytes())
    assert isinstance(manifest, Manifest)
    with pytest.raises(DamagedBackupError):
        read_manifest(path.stem, path.read_bytes().replace(b'"missing"', b'"Missing"'))
