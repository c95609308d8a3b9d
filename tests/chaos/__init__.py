"""Runs in which everything is broken that can break, while customers go on; see docs/proofs/durability.md."""
