"""Spotwright as another version of it would be: its workflows follow another protocol. Arguments as of the command."""

from spotwright.engine import dbos_engine

dbos_engine.PROTOCOL = "other"

from spotwright.cli.main import app  # noqa: E402

if __name__ == "__main__":
    app()
