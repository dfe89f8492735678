"""The rules of the house that no other tool checks: sizes, mirrors, docstrings, words, dependencies."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.sources import source

ROOT = Path(__file__).parents[1]
PACKAGE, TESTS = ROOT / "spxcc", ROOT / "tests"
ROOMS = ("market", "quant", "protocol", "engines", "feeds", "gateway", "ledger", "client", "ui", "runtime")
VOCABULARY = {"result.py", "params.py"}
MAX_LINES, MEDIAN_LINES = 400, 120
TEXT = {".py", ".toml", ".md", ".cjs", ".tcss", ".lock", ""}
MAX_BODY = {PACKAGE: 40, TESTS: 60}


def modules(folder: Path) -> list[Path]:
    """Python files, packages' own excluded."""
    return sorted(path for path in folder.rglob("*.py") if not path.name.startswith("__"))


def short(path: Path) -> str:
    """The path from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project but this one."""
    found = [path for folder in (PACKAGE, TESTS, ROOT / ".ci") for path in folder.rglob("*")]
    for path in sorted([*found, *ROOT.glob("*.*")]):
        if (
            path.suffix in {".py", ".toml", ".md", ".cjs", ".tcss", ".lock", ""}
            and path.is_file()
            and path != Path(__file__)
        ):
            yield short(path), path.read_text(encoding="utf-8")


def test_every_module_has_its_test_module() -> None:
    absent: list[str] = []
    for path in modules(PACKAGE):
        says_only = path.name in VOCABULARY or not any(each.lines for each in source(path).functions)
        mirror = TESTS / path.relative_to(PACKAGE).with_name(f"test_{path.name}")
        if not says_only and not mirror.exists():
            absent.append(short(mirror))
    assert absent == []


def test_no_file_is_long_and_most_are_short() -> None:
    sizes = {
        short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in (*modules(PACKAGE), *modules(TESTS))
    }
    assert {name: size for name, size in sizes.items() if size > MAX_LINES} == {}
    assert median(size for name, size in sizes.items() if name.startswith("spxcc/")) < MEDIAN_LINES


@pytest.mark.parametrize("folder", MAX_BODY, ids=lambda folder: folder.name)
def test_no_function_is_long(folder: Path) -> None:
    found = [(short(path), each.name, each.lines) for path in modules(folder) for each in source(path).functions]
    assert [each for each in found if each[2] > MAX_BODY[folder]] == []


def test_packages_hold_a_docstring_and_nothing_else() -> None:
    for path in sorted((*PACKAGE.rglob("__init__.py"), *TESTS.rglob("__init__.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        body = tree.body
        allowed = 2 if path == PACKAGE / "__init__.py" else 1
        assert ast.get_docstring(tree), short(path)
        assert len(body) == allowed, short(path)
        assert not any(isinstance(each, ast.Import | ast.ImportFrom) for each in body), short(path)


def test_the_rooms_are_these() -> None:
    found = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert found == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_owns_may_import_and_decided(room: str) -> None:
    text = source(PACKAGE / room / "__init__.py").docstring or ""
    found = [heading for heading in ("Owns: ", "May import: ", "Decided: ") if f"\n{heading}" in text]
    assert found == ["Owns: ", "May import: ", "Decided: "]


def test_every_module_says_what_it_is() -> None:
    silent = [short(path) for path in (*modules(PACKAGE), *modules(TESTS)) if not source(path).docstring]
    assert silent == []


def test_public_names_of_the_package_say_what_they_are() -> None:
    silent = [f"{short(path)}: {name}" for path in modules(PACKAGE) for name in source(path).silent]
    assert silent == []


UNFINISHED = re.compile(r"(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(r"/(?<![\w.]/)(work|root|home|Users)/\w")
HISTORY = re.compile(r"issue #?\d", re.IGNORECASE)


def test_no_word_of_things_undone_of_machines_or_of_history() -> None:
    found = [
        (name, match[0])
        for name, text in texts()
        for pattern in (UNFINISHED, MACHINE, HISTORY)
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_an_exception_from_a_rule_names_the_rule() -> None:
    bare = re.compile(r"#\s*(noqa(?!: [A-Z]+\d+)|type:\s*ignore(?!\[))")
    assert [name for name, text in texts() if bare.search(text)] == []


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = [line for line in text.splitlines() if re.match(r'    "[a-z][\w.\[\]-]*(>=|~=|==)', line)]
    assert len(listed) >= 20
    assert [line for line in listed if not re.search(r'",\s+# \w+', line)] == []


def test_the_lock_file_pins_every_dependency_and_names_no_registry() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {bare_name(each) for each in (*project["dependencies"], *extras["shots"], *extras["dev"])} - {"spxcc"}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lock if line and not line.startswith("#")]
    assert [line for line in pins if not re.match(r"[a-z0-9][a-z0-9-]*==[\w.]+( ; .+)?$", line)] == []
    assert wanted <= {line.partition("==")[0] for line in pins}


def bare_name(requirement: str) -> str:
    """`pyjwt[crypto]>=2` is `pyjwt`."""
    found = re.match(r"[a-z0-9-]+", requirement)
    assert found is not None
    return found[0]
