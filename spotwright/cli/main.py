"""Every command, in one list; what is long lives in a module of its own.

A command imports what it runs when it is called: the API must start fast, and needs no renderer in its memory.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from spotwright import __version__
from spotwright.cli.screen import fail, say
from spotwright.kit import log
from spotwright.kit.settings import Settings

app = typer.Typer(
    name="spotwright",
    help="Turn an advertising brief into a finished video ad.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
user_app = typer.Typer(help="Users of the API.", no_args_is_help=True)
app.add_typer(user_app, name="user")

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where everything is kept. [default: ./data]")]


@app.command()
def serve(
    data_dir: DataDir = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    *,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Also run a worker.")] = True,
) -> None:
    """Serve the API, with a worker beside it."""
    from spotwright.cli.serve import run

    run(_settings(data_dir), host, port, with_worker=worker)


@app.command()
def worker(
    data_dir: DataDir = None,
    *,
    follow_parent: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Run a worker alone; start as many as you like."""
    from spotwright.cli.opening import explained
    from spotwright.worker import run

    settings = _settings(data_dir)
    with explained():
        run(settings, follow_parent=follow_parent)


@app.command()
def make(
    brief: Annotated[Path, typer.Argument(help="A JSON file: the body of POST /api/v3/jobs.", exists=True)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The MP4 to write.")],
    asset: Annotated[list[Path] | None, typer.Option(help="A picture, clip or sound to use; repeatable.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Make an ad from a brief, without a server: storyboard, approval, film."""
    from spotwright.cli.make import run

    run(_settings(data_dir), brief, asset or [], out)


@user_app.command("create")
def create_user(
    name: Annotated[str, typer.Argument(help="The name to log in with.")],
    data_dir: DataDir = None,
    *,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
) -> None:
    """Make a user."""
    from spotwright.auth import service as auth
    from spotwright.cli.opening import open_services

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    services = open_services(_settings(data_dir))
    try:
        with services.database.write() as session:
            auth.create_user(session, name, password)
    except ValueError as error:
        fail(str(error))
    finally:
        services.close()
    say(f"User {name} can log in now.")


@app.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring the databases up to date. Serving does it too."""
    from spotwright.cli.opening import open_services

    open_services(_settings(data_dir)).close()
    say("The databases are up to date.")


@app.command()
def backup(
    target: Annotated[str, typer.Argument(help="A folder or s3://bucket/prefix; it keeps many backups.")],
    data_dir: DataDir = None,
    keep: Annotated[int | None, typer.Option(help="Remove all but so many of the youngest backups.", min=1)] = None,
    *,
    secret: Annotated[
        bool, typer.Option("--with-secret/--without-secret", help="Also keep the key that signs logins.")
    ] = True,
) -> None:
    """Back everything up, while it works: rows, workflows, blobs, the secret key."""
    from spotwright.cli.backup import run

    raise typer.Exit(run(_settings(data_dir, must_exist=True), target, secret=secret, keep=keep))


@app.command()
def backups(
    target: Annotated[str, typer.Argument(help="Where `spotwright backup` put them.")],
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Read every byte and compare its hash.")] = False,
) -> None:
    """List the backups in a folder or bucket, and verify them."""
    from spotwright.cli.backup import show

    raise typer.Exit(show(target, verify=verify))


@app.command()
def restore(
    target: Annotated[str, typer.Argument(help="Where `spotwright backup` put it.")],
    data_dir: Annotated[Path, typer.Option("--data-dir", help="A new folder; it must not exist, or be empty.")],
    backup: Annotated[str | None, typer.Option(help="Which one. [default: the youngest]")] = None,
) -> None:
    """Bring a backup back as a new installation. Nothing is overwritten."""
    from spotwright.cli.restore import run

    with _valid():
        settings = Settings(data_dir=data_dir)
    log.configure(settings.log_level, as_json=settings.log_json)
    raise typer.Exit(run(target, data_dir, backup))


@app.command()
def openapi(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; stdout if left out.")] = None,
) -> None:
    """Print the API's OpenAPI document."""
    from spotwright.app import routed

    text = json.dumps(routed().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


@app.command()
def doctor(data_dir: DataDir = None) -> None:
    """Say what is installed, what is missing, and what it means."""
    from spotwright.cli.doctor import run

    # On a new machine there is no data directory yet; one that is named is meant.
    raise typer.Exit(run(_settings(data_dir, must_exist=data_dir is not None)))


@app.command()
def check(
    data_dir: DataDir = None,
    *,
    deep: Annotated[bool, typer.Option("--deep", help="Also read every byte, and look into every film.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Say whether everything that must be true of this installation is; exits with 1 if something is not."""
    from spotwright.cli.check import run
    from spotwright.cli.opening import open_services

    services = open_services(_settings(data_dir, must_exist=True))
    try:
        raise typer.Exit(run(services, deep=deep, as_json=as_json))
    finally:
        services.close()


@app.callback(invoke_without_command=True)
def _root(
    *, version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False
) -> None:
    if version:
        say(f"spotwright {__version__}")
        raise typer.Exit


def _settings(data_dir: Path | None, *, must_exist: bool = False) -> Settings:
    """The settings. With ``must_exist`` no data directory is made: who looks at one has mistyped its name."""
    with _valid():
        place = (Settings() if data_dir is None else Settings(data_dir=data_dir)).placed().data_dir
        if must_exist and not place.is_dir():
            fail(f"There is no installation in {place}.")
        settings = Settings.load(data_dir)
    log.configure(settings.log_level, as_json=settings.log_json)
    return settings


@contextmanager
def _valid() -> Iterator[None]:
    """Exit with a sentence if the settings are not valid, or their data directory cannot be used."""
    try:
        yield
    except ValidationError as error:
        problems = "; ".join(f"SPOTWRIGHT_{str(p['loc'][0]).upper()}: {p['msg']}" for p in error.errors())
        fail(f"The settings are not valid. {problems}")
    except OSError as error:
        fail(f"The data directory cannot be used: {error}")
