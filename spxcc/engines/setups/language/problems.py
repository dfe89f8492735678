"""What is wrong with a text, and where."""

from dataclasses import dataclass


class LanguageError(ValueError):
    """An expression that cannot be used. `at`: offset in the expression; `text` says what was expected and found."""

    def __init__(self, text: str, at: int = 0) -> None:
        super().__init__(text)
        self.text, self.at = text, at


@dataclass(frozen=True, slots=True)
class Problem:
    """One error of a file. line: from 1, 0 where the file as a whole is meant. where: setup and key."""

    file: str
    line: int
    where: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.text}" if self.where else f"{place}: {self.text}"
