"""Rows: the declarative base, column types, and the one place that opens and commits transactions."""
