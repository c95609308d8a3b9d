"""What the commands write to a person."""

from typing import NoReturn

import typer
from rich.console import Console

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """A plain line."""
    console.print(text, markup=False, soft_wrap=True)


def fail(text: str) -> NoReturn:
    """One clear sentence, and a non-zero exit."""
    errors.print(f"[bold red]✗[/] {text.replace('[', chr(92) + '[')}", soft_wrap=True)
    raise typer.Exit(1)
