"""Mutants of a module, which mutmut makes."""

import ast
import difflib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import cast

import libcst
from mutmut.mutation.file_mutation import create_mutations, deep_replace

Codes = dict[tuple[str, int, int], CodeType]
"""Code of all functions of a module, by qualified name, first line, and place among those of one name and line."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    path: Path
    source: str
    """All of the changed module."""

    lines: range
    """The lines of the changed statement in the module as it is; of one with a block, those before the block."""

    changed: dict[CodeType, CodeType]
    """Code of functions to their changed code, without the defaults of arguments."""

    difference: str
    """The change as a diff, for the user."""


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield each mutant of the functions of a module.

    Values that stand in the module itself are not changed, nor are functions with decorators of their own.
    """
    source = path.read_text(encoding="utf-8")
    statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    codes = _codes(source, path)
    module, mutations, *_ = create_mutations(str(path), source)
    pieces = [module.code_for_node(statement) for statement in module.body]
    start = source.index("".join(pieces))
    places = {id(node): index for index, statement in enumerate(module.body) for node in _walk(statement)}
    of_lambdas = {id(node) for each in _walk(module) if isinstance(each, libcst.Lambda) for node in _walk(each)}
    for mutation in mutations:
        is_in_function = isinstance(mutation.contained_by_top_level_function, libcst.FunctionDef)
        if not is_in_function and id(mutation.original_node) not in of_lambdas:
            continue
        index = places[id(mutation.original_node)]
        piece = deep_replace(module.body[index], mutation.original_node, mutation.mutated_node)
        changed_piece = module.code_for_node(cast("libcst.CSTNode", piece))
        whole = source[:start] + "".join([*pieces[:index], changed_piece, *pieces[index + 1 :]])
        changed = _changed(codes, _codes(whole, path))
        lines, difference = _place(source.splitlines(), whole.splitlines(), statements)
        yield Mutant(path, whole, lines, changed, difference)


def _walk(node: libcst.CSTNode) -> Iterator[libcst.CSTNode]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _codes(source: str, path: Path) -> Codes:
    found: Codes = {}
    for code in _functions(compile(source, str(path.resolve()), "exec", dont_inherit=True)):
        place = 0
        while (key := (code.co_qualname, code.co_firstlineno, place)) in found:
            place += 1
        found[key] = code
    return found


def _functions(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _functions(constant)


def _changed(before: Codes, after: Codes) -> dict[CodeType, CodeType]:
    """Return the changed code. A class has code too, which runs at its definition."""
    both = [(code, after[key]) for key, code in before.items() if key in after and code.co_flags & inspect.CO_OPTIMIZED]
    return {code: changed for code, changed in both if code != changed}


def _place(before: list[str], after: list[str], statements: list[ast.stmt]) -> tuple[range, str]:
    first = next(number for number, (old, new) in enumerate(zip(before, after, strict=False), 1) if old != new)
    around = [each for each in statements if each.lineno <= first <= (each.end_lineno or each.lineno)]
    statement = max(around, key=lambda each: (each.lineno, -(each.end_lineno or 0)))
    body = getattr(statement, "body", None)
    end = body[0].lineno if body and body[0].lineno > first else (statement.end_lineno or first) + 1
    differences = difflib.unified_diff(before, after, lineterm="", n=0)
    return range(statement.lineno, end), "\n".join([*differences][2:])
