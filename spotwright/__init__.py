"""Spotwright turns an advertising brief into a finished video ad."""

__version__ = "0.1.0"
