"""The gate: it refuses what AWS refuses, before moto acts, so that a refused call changes nothing.

Each module of `rules/` ends with a table of refusals; `docs/sandbox-refusals.md` lists all of them.
"""
