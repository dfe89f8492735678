"""The runner, on a toy project with one right and one careless test."""

from pathlib import Path

import pytest

from tests.mutants.inside import BASE, FOREIGN
from tests.mutants.mutant import Broken, Mutant, read, read_all
from tests.mutants.run import Verdict, judge, missing, run_all
from tests.rows import MUTANT_ROWS

SOURCE = '''"""Toy."""


def larger(one: int, two: int) -> int:
    return one if one > two else two
'''
CHECKS = """from spxcc.toy import larger


def test_careful() -> None:
    assert larger(1, 2) == 2


def test_careless() -> None:
    assert larger(2, 2) == 2


def test_wrong() -> None:
    assert larger(2, 1) == 1
"""


def mutant(
    tests: str = "test_careful", find: str = "one > two", replace: str = "one < two", name: str = "F01"
) -> Mutant:
    return Mutant(name, name, "the smaller one", "spxcc/toy.py", find, replace, (f"tests/test_toy.py::{tests}",))


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    root = tmp_path / "toy"
    for path, text in {
        "spxcc/__init__.py": '"""Toy."""\n',
        "spxcc/toy.py": SOURCE,
        "tests/__init__.py": "",
        "tests/test_toy.py": CHECKS,
        "tests/mutants/__init__.py": "",
        "tests/mutants/inside.py": (Path(__file__).parent / "inside.py").read_text(encoding="utf-8"),
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--import-mode=importlib"\n',
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def fates(verdicts: list[Verdict]) -> list[str]:
    return [verdict.fate for verdict in verdicts]


def test_killed_survived_and_broken_in_the_copy_alone(toy: Path) -> None:
    verdicts, baseline = run_all(
        [
            mutant(),
            mutant("test_careless"),
            mutant(find="one"),
            mutant(replace="one < < two"),
            mutant(replace="one > two"),
            mutant("test_absent"),
        ],
        toy,
        jobs=2,
    )
    assert fates(verdicts) == ["killed", "survived", "broken", "broken", "broken", "broken"]
    assert "found it 3 times" in verdicts[2].why
    assert "test_absent" in baseline
    assert (toy / "spxcc/toy.py").read_text(encoding="utf-8") == SOURCE


def test_a_test_that_fails_without_the_fault_is_told(toy: Path) -> None:
    _, baseline = run_all([mutant("test_wrong")], toy, jobs=1)
    assert "test_wrong" in baseline


def test_a_tree_without_the_package_is_foreign(toy: Path) -> None:
    (toy / "tests/__init__.py").rename(toy / "tests/renamed.py")
    (toy / "spxcc").rename(toy / "other")
    (toy / "spxcc").mkdir()
    (toy / "spxcc/toy.py").write_text(SOURCE, encoding="utf-8")
    verdicts, _ = run_all([mutant()], toy, jobs=1)
    assert [(verdict.fate, verdict.why) for verdict in verdicts] == [
        ("broken", "the tests would not have run in the copy")
    ]


@pytest.mark.parametrize(
    ("code", "fate"),
    [(BASE + 1, "killed"), (BASE, "survived"), (BASE + 2, "broken"), (BASE + 4, "broken"), (BASE + 5, "broken"),
     (1, "broken"), (-1, "broken"), (FOREIGN, "broken")],
)  # fmt: skip
def test_only_failed_tests_kill(code: int, fate: str) -> None:
    assert judge(code, "1 line")[0] == fate


def test_a_file_is_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "F07b.toml"
    body = 'row = "F07"\nfault = "f"\nfile = "a.py"\nfind = "x"\nreplace = "y"\ntests = ["t"]\n'
    path.write_text(body, encoding="utf-8")
    assert read(path) == Mutant("F07b", "F07", "f", "a.py", "x", "y", ("t",))
    (tmp_path / "O2.toml").write_text(body.replace("F07", "O2"), encoding="utf-8")
    (tmp_path / "F05.toml").write_text(body.replace("F07", "F05"), encoding="utf-8")
    assert [each.name for each in read_all(tmp_path)] == ["F05", "F07b", "O2"]
    assert [each.name for each in read_all(tmp_path, ["O2"])] == ["O2"]
    for wrong in (body.replace("F07", "F08"), body + 'more = "z"\n', body.replace('["t"]', "[]")):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(Broken):
            read(path)


def test_rows_without_a_mutant_are_missed() -> None:
    assert missing([mutant()], ["F01", "F02"]) == ["F02"]
    assert missing([mutant()], []) == [row for row in MUTANT_ROWS if row != "F01"]


def test_every_mutant_fits_the_source() -> None:
    root = Path(__file__).parents[2]
    for each in read_all():
        each.applied_to((root / each.file).read_text(encoding="utf-8"))
