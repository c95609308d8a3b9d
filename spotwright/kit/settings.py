"""Settings: ``SPOTWRIGHT_*`` environment variables, read once at start and frozen.

Everything has a default that works on one machine with no network. ``--data-dir`` on the command line wins over the
environment.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRET_BYTES = 32
_HOST = re.compile(
    r"([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+"
)


class Settings(BaseSettings):
    """One field, one variable: ``data_dir`` is ``SPOTWRIGHT_DATA_DIR``."""

    model_config = SettingsConfigDict(env_prefix="SPOTWRIGHT_", frozen=True, extra="ignore")

    data_dir: Path = Field(Path("data"), description="Where the database, the blobs and the engine's state live.")
    database_url: str = Field("", description="sqlite:///… or postgresql://…; empty is a SQLite file in the data dir.")
    engine_url: str = Field("", description="The workflow engine's database; empty is beside the main one.")
    blob_url: str = Field("", description="A folder or s3://bucket/prefix; empty is a folder in the data dir.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs tokens; at least 32 characters. Empty: made once and kept in the data dir."
    )

    access_token_hours: float = Field(12, gt=0, le=24 * 31, description="How long a login lasts.")
    login_attempts_per_minute: int = Field(10, ge=0, description="Per address and name; 0 turns the limit off.")
    secure_cookies: bool = Field(default=False, description="Send the token cookie over HTTPS only.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins of browsers that may call the API, separated by commas."
    )

    max_json_bytes: int = Field(1 << 20, ge=1024, description="Largest JSON request body.")
    max_upload_bytes: int = Field(2 << 30, ge=1, description="Largest uploaded file.")
    max_image_pixels: int = Field(120_000_000, ge=1, description="Largest uploaded picture, in pixels.")
    max_media_seconds: float = Field(4 * 3600, gt=0, description="Longest uploaded clip or sound.")
    max_active_jobs_per_user: int = Field(1000, ge=1, description="Unfinished jobs one user may have.")

    outbound_allow_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Hosts (name, name:port, address or [IPv6]:port) whose files are fetched though they are private.",
    )
    outbound_timeout_seconds: float = Field(300, gt=0, description="Longest time that fetching one file may take.")
    outbound_idle_seconds: float = Field(
        15, gt=0, description="Longest silence of a server that a file is fetched from."
    )
    gather_timeout_seconds: float = Field(1800, gt=0, description="Longest time for all the files of one job.")

    render_slots: int = Field(2, ge=1, description="Parcels of film a worker renders at once: one for each core.")
    render_ahead: bool = Field(default=True, description="Idle workers render storyboards that wait for approval.")
    animatic: bool = Field(default=True, description="Storyboards get a small video with voice and music.")
    draft_slots: int = Field(2, ge=1, description="Storyboards and sounds a worker makes at once.")
    user_slots: int = Field(
        0,
        ge=0,
        description="Tasks of one user that all workers together do at once, in each queue: fetches, drafts, "
        "animatics, renders, rehearsals; 0 for no limit.",
    )
    encoder_preset: str = Field("veryfast", description="libx264 preset of finished videos.")
    encoder_crf: int = Field(20, ge=0, le=40, description="libx264 quality of finished videos; lower is better.")
    render_memory_bytes: int = Field(6 << 30, ge=1 << 30, description="Address space of a rendering child process.")
    render_timeout_seconds: float = Field(1800, gt=0, description="Longest time one render may take.")
    keep_takes_days: float = Field(30, ge=1, description="How long a finished job keeps the takes it does not show.")
    keep_footage_days: float = Field(7, ge=1, description="How long sounds, segments and films are kept for reuse.")
    keep_workflows_days: float = Field(30, ge=1, description="How long the engine remembers what has ended.")
    keep_idempotency_hours: float = Field(24, ge=1, description="How long a repeated POST gets the same answer.")
    rates_file: Path | None = Field(None, description="A JSON price list that replaces the shipped one.")

    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_json: bool = Field(default=False, description="One JSON object a line instead of readable text.")

    @field_validator("cors_origins", "outbound_allow_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("outbound_allow_hosts")
    @classmethod
    def _hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for entry in value:
            if not _HOST.fullmatch(entry):
                raise ValueError(f"{entry!r} is not a name, name:port, address or [IPv6]:port")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text and len(text) < SECRET_BYTES:
            raise ValueError(f"SPOTWRIGHT_SECRET_KEY needs at least {SECRET_BYTES} characters")
        return value

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Self:
        """Read the environment; make the data directory and the secret key if they are missing."""
        settings = (cls() if data_dir is None else cls(data_dir=data_dir)).placed()
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        if settings.secret_key.get_secret_value():
            return settings
        secret = SecretStr(_kept_secret(settings.data_dir / "secret.key"))
        return settings.model_copy(update={"secret_key": secret})

    def placed(self) -> Self:
        """The same with every place named: what an empty one means. Nothing is made."""
        root = self.data_dir.expanduser().resolve()
        main = self.database_url or f"sqlite:///{root / 'spotwright.db'}"
        engine = self.engine_url or (main if main.startswith("postgres") else f"sqlite:///{root / 'engine.db'}")
        blobs = self.blob_url or str(root / "blobs")
        return self.model_copy(update={"data_dir": root, "database_url": main, "engine_url": engine, "blob_url": blobs})


def _kept_secret(path: Path) -> str:
    # Two processes may start at once: the link makes exactly one of their secrets the file, whole from the first byte.
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
