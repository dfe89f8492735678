"""Errors for users."""

from spxcc.runtime.errors import UserError


def test_the_exit_code_goes_with_the_sentence() -> None:
    assert (str(UserError("no")), UserError("no").exit_code, UserError("no", 3).exit_code) == ("no", 2, 3)
