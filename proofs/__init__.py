"""Proofs that take minutes: writers that are killed, servers that are killed, crowds. Figures: docs/reliability.md."""
