"""The command line: ``spotwright serve | worker | make | user | migrate | backup | restore | openapi | doctor``."""

from spotwright.cli.main import app


def main() -> None:
    """The entry point of the ``spotwright`` command."""
    app()
