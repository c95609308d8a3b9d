"""Makes what a test begins with: users, clients, campaigns, assets, and jobs in every state, all by the real rooms."""

import io
import itertools
from datetime import timedelta
from typing import Any

from asgi_client import ApiClient, data_of
from PIL import Image

from spotwright.assets import service as assets
from spotwright.assets.ingest import Examined
from spotwright.assets.schemas import UploadFields
from spotwright.auth.models import User
from spotwright.auth.service import Caller
from spotwright.bootstrap import Services
from spotwright.db.base import Base
from spotwright.jobs import record
from spotwright.jobs.states import Status
from spotwright.kit import clock, ids

_number = itertools.count(1)
# Argon2 is slow on purpose. Tests that log in make their user by auth.service; all others need no password.
_NO_PASSWORD = "!"
VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 4


def new_user(services: Services) -> tuple[str, str]:
    """A user's id and a token of theirs."""
    user_id = ids.new_id("usr")
    with services.database.write() as session:
        session.add(
            User(
                id=user_id,
                name=f"user-{next(_number)}-{user_id[-6:]}",
                password_hash=_NO_PASSWORD,
                token_epoch=0,
                created_at=clock.now(),
            )
        )
    return user_id, services.signer.issue(user_id, 0, timedelta(hours=1))


def every_row(services: Services) -> list[tuple[Any, ...]]:
    """All that the database holds, table by table."""
    with services.database.engine.connect() as connection:
        return [tuple(row) for table in Base.metadata.sorted_tables for row in connection.execute(table.select())]


def dangling_references(services: Services) -> list[Any]:
    """Rows that point at nothing. PostgreSQL cannot have any; SQLite is asked."""
    with services.database.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return []
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def new_client(api: ApiClient, **fields: Any) -> dict[str, Any]:
    body = {"name": "Morning Ritual", "homepage": "https://morning.example", **fields}
    client: dict[str, Any] = data_of(api.post("/api/v3/clients", json=body), 201)
    return client


def new_campaign(api: ApiClient, client_id: str, **fields: Any) -> dict[str, Any]:
    body = {"clientId": client_id, "name": "Spring", **fields}
    campaign: dict[str, Any] = data_of(api.post("/api/v3/campaigns", json=body), 201)
    return campaign


def brief(client_id: str, campaign_id: str | None = None, **creative: Any) -> dict[str, Any]:
    """The least that a job needs, in the seed's words."""
    context = {"clientId": client_id} | ({"campaignId": campaign_id} if campaign_id else {})
    return {
        "context": context,
        "adBasics": {
            "product": "Morning Ritual, single-origin coffee by subscription",
            "targetAudience": "Busy people who love good coffee",
            "keyMessage": "Roasted on Monday, in your kitchen by Wednesday",
            "callToAction": "Start your first bag",
        },
        "creative": {"direction": {"style": "warm editorial"}, **creative},
    }


def new_job(api: ApiClient, client_id: str, campaign_id: str | None = None, **creative: Any) -> dict[str, Any]:
    job: dict[str, Any] = data_of(api.post("/api/v3/jobs", json=brief(client_id, campaign_id, **creative)), 202)
    return job


def picture(
    width: int = 64, height: int = 48, kind: str = "JPEG", colour: tuple[int, int, int] = (181, 69, 44)
) -> bytes:
    """A small picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


def stored_asset(
    services: Services,
    api: ApiClient,
    content: bytes = b"",
    *,
    client_id: str | None = None,
    campaign_id: str | None = None,
    mime: str = "image/jpeg",
    kind: str = "image",
    name: str = "A bag of coffee",
    filename: str = "bag.jpg",
    thumbnail: bool = True,
) -> dict[str, Any]:
    """An asset whose bytes are in the store, without the wait for the sandbox that looks into uploads."""
    content = content or picture()
    blob = services.blobs.put_bytes(content)
    small = services.blobs.put_bytes(picture(32, 24)).sha256 if thumbnail else None
    examined = Examined(kind, mime.rpartition("/")[2], mime, 64, 48, None, small)
    fields = UploadFields(name=name, client_id=client_id, campaign_id=campaign_id, tags=[])
    with services.database.write() as session:
        shown = assets.add(session, Caller(api.user_id, ""), fields, blob, examined, filename=filename)
    return shown.model_dump(by_alias=True)


def scene(services: Services, index: int, take: int = 0) -> dict[str, Any]:
    """A scene as the storyboard's writer and painter leave it."""
    blob = services.blobs.put_bytes(picture(48, 27, colour=(index * 20 % 256, take * 30 % 256, 90)))
    return {
        "scene_idx": index,
        "take": take,
        "role": "hook" if index == 0 else "benefit",
        "description": f"Scene {index}, take {take}",
        "script": "Good mornings start slowly.",
        "headline": "Good mornings",
        "support": "start slowly",
        "kicker": "",
        "shot_type": "wide",
        "transition": "cut",
        "duration": 5.0,
        "assets": [],
        "image": {"sha256": blob.sha256, "size": blob.size},
    }


class Worker:
    """Does to a job what the worker would: through the same record, with real blobs, without rendering."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._database = services.database

    def begin(self, job_id: str) -> None:
        with self._database.write() as session:
            assert record.begin_storyboard(session, job_id)

    def report(self, job_id: str, status: Status, stage: str, percent: int, message: str = "Working") -> None:
        with self._database.write() as session:
            assert record.report(session, job_id, status, stage, percent, message)

    def present(self, job_id: str, scenes: int = 3) -> None:
        board = {
            "scenes": [scene(self._services, index) for index in range(scenes)],
            "art_direction": "editorial",
            "music_mood": "warm",
            "warnings": [],
        }
        self.begin(job_id)
        with self._database.write() as session:
            assert record.present_storyboard(session, job_id, board)

    def animate(self, job_id: str, words: str = "") -> None:
        """Show an animatic of the storyboard as it is; other ``words``, other bytes."""
        blob = self._services.blobs.put_bytes(VIDEO + words.encode())
        with self._database.write() as session:
            job = record.load(session, job_id)
            assert job is not None
            assert job.storyboard is not None
            takes = [scene["take"] for scene in job.storyboard["scenes"]]
            file = {"sha256": blob.sha256, "size": blob.size, "mime": "video/mp4"}
            assert record.show_animatic(session, job_id, takes, file)

    def retake(self, job_id: str, index: int, take: int = 1) -> None:
        with self._database.write() as session:
            assert record.replace_scene(session, job_id, scene(self._services, index, take), [])

    def approve(self, job_id: str, api: ApiClient) -> None:
        assert api.post(f"/api/v3/jobs/{job_id}/actions", json={"action": "approve"}).status_code == 202

    def complete(self, job_id: str) -> None:
        made = {
            "video": (VIDEO, "video/mp4"),
            "poster": (picture(), "image/jpeg"),
            "captions.vtt": (b"WEBVTT\n", "text/vtt"),
            "captions.srt": (b"1\n00:00:00,000 --> 00:00:01,000\nHi\n", "application/x-subrip"),
        }
        blobs = {name: (self._services.blobs.put_bytes(content), mime) for name, (content, mime) in made.items()}
        kept = {name: {"sha256": b.sha256, "size": b.size, "mime": mime} for name, (b, mime) in blobs.items()}
        with self._database.write() as session:
            assert record.complete(session, job_id, kept, [])

    def fail(self, job_id: str, reason: str = "The disk is full") -> None:
        with self._database.write() as session:
            assert record.fail(session, job_id, reason)

    def charge(self, job_id: str, work: str, micros: int) -> None:
        with self._database.write() as session:
            job = record.load(session, job_id)
            assert job is not None
            record.charge(session, job, work, 1, micros, "test")

    def bring(self, api: ApiClient, job_id: str, status: Status) -> None:
        """A pending job, brought into ``status``."""
        if status is Status.STORYBOARD_PROCESSING:
            self.begin(job_id)
        if status in {Status.STORYBOARD_READY, Status.VIDEO_PROCESSING, Status.COMPLETED}:
            self.present(job_id)
        if status is Status.COMPLETED:
            self.animate(job_id)
        if status in {Status.VIDEO_PROCESSING, Status.COMPLETED}:
            self.approve(job_id, api)
        if status is Status.COMPLETED:
            self.complete(job_id)
        if status is Status.FAILED:
            self.fail(job_id)
        if status is Status.CANCELLED:
            assert api.post(f"/api/v3/jobs/{job_id}/actions", json={"action": "cancel"}).status_code == 202
