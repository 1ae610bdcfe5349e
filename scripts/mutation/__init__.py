"""Mutation testing: one statement at a time is changed, and a test has to fail.

mutmut knows how statements can be wrong. Which tests run the changed statement is measured once; then each mutant is
tried in a fork of one process that has collected all of them, so that no mutant pays for imports and collection.
"""
