"""What the modules of the project say of themselves, each parsed once a process."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method: its name and how many lines it does something on, docstring and `...` left out."""

    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class Source:
    """A module: its docstring, its functions in order, and what of it has a public name and no docstring."""

    docstring: str | None
    functions: tuple[Function, ...]
    silent: tuple[str, ...]


@cache
def source(path: Path) -> Source:
    """The facts of a file, whose tree is not kept."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Source(
        ast.get_docstring(tree),
        tuple(Function(node.name, lines(node.body)) for node in functions(tree)),
        tuple(
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ),
    )


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods, in order of depth; statements alone hold any."""
    level: list[ast.AST] = [tree]
    while level:
        below: list[ast.AST] = []
        for node in level:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node
            for field in ("body", "handlers", "orelse", "finalbody", "cases"):
                below += held if isinstance(held := getattr(node, field, ()), list) else ()
        level = below


def lines(body: list[ast.stmt]) -> int:
    """From the first to the last statement that does something."""
    done = [each for each in body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    return 0 if not done else (done[-1].end_lineno or 0) - done[0].lineno + 1
