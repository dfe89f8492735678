"""A small fault as a value: which text of which file becomes which, and the tests that must notice."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
KEYS = {"row", "fault", "file", "find", "replace", "tests"}


class Broken(Exception):
    """The mutant says nothing about the tests; the text says why."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """`file` is relative to the root of the project, `tests` are pytest's node ids."""

    name: str
    row: str
    fault: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]

    def applied_to(self, source: str) -> str:
        """The faulty source.

        Raises:
            Broken: `find` is not there exactly once, nothing changes, or the outcome is not Python.
        """
        found = source.count(self.find)
        if found != 1:
            raise Broken(f"expected the text to find once in {self.file}, found it {found} times")
        mutated = source.replace(self.find, self.replace)
        if mutated == source:
            raise Broken("find and replace are equal")
        try:
            compile(mutated, self.file, "exec", dont_inherit=True)
        except SyntaxError as error:
            raise Broken(f"the outcome is not Python: {error}") from None
        return mutated


def read(path: Path) -> Mutant:
    """The mutant of a file.

    Raises:
        Broken: another set of keys, or a name that does not begin with the row.
    """
    entry = tomllib.loads(path.read_text(encoding="utf-8"))
    if set(entry) != KEYS:
        raise Broken(f"expected the keys {sorted(KEYS)} in {path.name}, found {sorted(entry)}")
    if not re.fullmatch(re.escape(entry["row"]) + "[a-z]*", path.stem):
        raise Broken(f"expected {path.name} to be named after its row {entry['row']}")
    if not entry["tests"]:
        raise Broken(f"{path.name} names no test")
    tests = tuple(entry.pop("tests"))
    return Mutant(name=path.stem, tests=tests, **entry)


def read_all(folder: Path = HERE, rows: Iterable[str] = ()) -> tuple[Mutant, ...]:
    """Mutants of `folder` by name; with `rows` only theirs. Raises Broken."""
    wanted = set(rows)
    mutants = [read(path) for path in folder.glob("*.toml")]
    kept = [mutant for mutant in mutants if not wanted or mutant.row in wanted]
    return tuple(sorted(kept, key=lambda mutant: (mutant.row[0], int(mutant.row[1:]), mutant.name)))
