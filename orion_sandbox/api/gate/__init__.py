"""The judge: what AWS refuses, refused before moto acts, so that a refused call changes nothing.

A refusal is a row in `rows/`; `docs/refusals.md` lists them all.
"""
