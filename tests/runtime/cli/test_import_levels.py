"""Rows of a file by session."""

from spxcc.runtime.cli.import_levels import by_session
from spxcc.runtime.level_files import Row


def test_the_date_of_a_row_wins_over_the_option() -> None:
    one, other = Row(1.0, "a", "2026-03-24"), Row(2.0)
    assert by_session((one, other), "2026-03-25") == {"2026-03-24": [one], "2026-03-25": [other]}
    assert by_session((other,), None) == {None: [other]}
