"""Files of levels."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spxcc.runtime.errors import UserError
from spxcc.runtime.level_files import Row, read_levels


def rows(tmp_path: Path, text: str) -> tuple[Row, ...]:
    path = tmp_path / "levels.csv"
    path.write_text(text, encoding="utf-8")
    return read_levels(path)


@pytest.mark.parametrize(
    "text",
    [
        "price,label\n6900,CR\n6850.5,PS\n",
        "6900,CR\n6850.5,PS\n",
        "CR,6900\nPS,6850.5\n",
        "Strike;Name\n6900;CR\n6850.5;PS",
        "# acme\n6900\tCR\n\n6850.5\tPS\n".replace("# acme\n", ""),
        '[{"price": 6900, "label": "CR"}, {"level": 6850.5, "name": "PS"}]',
        '{"levels": [{"strike": "6,900", "type": "CR"}, {"price": 6850.5, "label": "PS"}]}',
    ],
)
def test_f37_the_usual_shapes(tmp_path: Path, text: str) -> None:
    assert rows(tmp_path, text) == (Row(6900.0, "CR"), Row(6850.5, "PS"))


def test_a_date_says_which_session(tmp_path: Path) -> None:
    assert rows(tmp_path, "date,price\n2026-03-24,6900\n") == (Row(6900.0, "", "2026-03-24"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("price,label\n6900,a\nabc,b\n", r"levels.csv:3: expected a price"),
        ("6900\n-5\n", r"levels.csv:2: expected a price"),
        ("6,905\n", "without a comma"),
        ("[1, 2", r"levels.csv:1: expected JSON"),
        ("{}", "expected a list of levels"),
        ("", "found none"),
        ("1\n" * 101, "at most 100 levels"),
        ("nan\n", "expected a price"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        rows(tmp_path, text)
    with pytest.raises(UserError, match="readable text file"):
        read_levels(tmp_path / "none.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.text(max_size=60))
def test_any_text_gives_levels_or_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.csv"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        found = read_levels(path)
    except UserError:
        return
    assert all(0 < row.price <= 1e6 for row in found)
