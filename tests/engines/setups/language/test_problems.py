"""A problem says where."""

from spxcc.engines.setups.language.problems import LanguageError, Problem


def test_file_line_place_and_text_stand_in_one_line() -> None:
    assert str(Problem("a.toml", 4, "setup x, stop", "no")) == "a.toml:4: setup x, stop: no"
    assert str(Problem("a.toml", 0, "", "no")) == "a.toml: no"
    error = LanguageError("wrong", 3)
    assert (error.text, error.at, str(error)) == ("wrong", 3, "wrong")
