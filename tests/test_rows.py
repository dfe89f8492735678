"""Every row has a test named after it and a mutant, and the table says so."""

import ast
import re

import pytest

from tests.mutants.mutant import Mutant, read_all
from tests.rows import (
    GUARANTEES,
    MUTANT_ROWS,
    README,
    ROWS,
    TESTS,
    Place,
    collect,
    main,
    rows_of,
    table,
    with_table,
)
from tests.sources import functions, source

MUTANTS = read_all()


@pytest.fixture(scope="module", name="found")
def _found() -> dict[str, list[Place]]:
    """Read where it is asked for: a process that runs none of these does not."""
    return collect()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("test_f05_the_first_frame", ("F05",)),
        ("test_o1_f05_a_subscribe", ("O1", "F05")),
        ("test_g12_f16_liveness", ("G12", "F16")),
        ("test_f63", ()),
        ("test_before_f05_nothing", ()),
        ("test_fast", ()),
    ],
)
def test_a_name_says_its_rows(name: str, rows: tuple[str, ...]) -> None:
    assert rows_of(name) == rows


def test_methods_count_too() -> None:
    text = "class TestX:\n    def test_f01_a(self): ...\nasync def test_g1_b(): ..."
    assert {function.name for function in functions(ast.parse(text))} == {"test_f01_a", "test_g1_b"}


def test_the_table_has_a_line_per_row_with_its_tests_and_mutants() -> None:
    mutant = Mutant("F01b", "F01", "f", "a.py", "x", "y", ("t",))
    lines = table({"F01": [Place("a/test_b.py", "test_f01_c")]}, [mutant]).splitlines()
    assert len(lines) == len(ROWS) + 2
    assert lines[2].endswith("| a/test_b.py: `test_f01_c` | F01b |")
    assert lines[3].endswith("| – | – |")


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    text = "a\n<!-- rows: begin -->\nold\n<!-- rows: end -->\nb\n"
    assert with_table(text, "new") == text.replace("old", "new")
    with pytest.raises(ValueError, match="expected the marks"):
        with_table("a", "new")


def test_a_module_that_names_no_row_needs_no_parsing(found: dict[str, list[Place]]) -> None:
    assert found.items() == {row: places for row, places in read_in_full().items() if places}.items()


def read_in_full() -> dict[str, list[Place]]:
    """As `collect`, from every function of every module."""
    by_row: dict[str, list[Place]] = {row: [] for row in ROWS}
    for path in sorted(TESTS.rglob("test_*.py")):
        for function in source(path).functions:
            for row in rows_of(function.name):
                by_row.setdefault(row, []).append(Place(path.relative_to(TESTS).as_posix(), function.name))
    return by_row


def test_it_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("| row |")


@pytest.mark.parametrize("row", ROWS)
def test_the_row_has_a_test(row: str, found: dict[str, list[Place]]) -> None:
    assert found.get(row)


@pytest.mark.parametrize("row", MUTANT_ROWS)
def test_the_row_has_a_mutant(row: str) -> None:
    assert row not in GUARANTEES
    assert [mutant.name for mutant in MUTANTS if mutant.row == row]


def test_tests_that_mutants_name_exist() -> None:
    texts = {
        path.relative_to(TESTS.parent).as_posix(): path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")
    }
    absent = [
        f"{mutant.name}: {node}"
        for mutant in MUTANTS
        for node in mutant.tests
        if not all(re.search(rf"\b{word}\b", texts.get(node.partition("::")[0], "")) for word in words(node))
    ]
    assert absent == []


def words(node: str) -> list[str]:
    """Class and function of a node id, without parameters."""
    return [part.partition("[")[0] for part in node.split("::")[1:]]


def test_the_table_is_up_to_date(found: dict[str, list[Place]]) -> None:
    text = README.read_text(encoding="utf-8")
    assert with_table(text, table(found, MUTANTS)) == text, "run `python -m tests.rows --write`"
