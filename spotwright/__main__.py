"""``python -m spotwright``."""

from spotwright.cli import main

main()
