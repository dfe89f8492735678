"""Errors that a user sees as one sentence: what was expected, what was found, what to do next."""


class UserError(Exception):
    """`exit_code`: 1 the check failed, 2 usage or unreadable input, 3 cannot connect or not allowed."""

    def __init__(self, text: str, exit_code: int = 2) -> None:
        super().__init__(text)
        self.exit_code = exit_code
