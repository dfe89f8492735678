"""What goes wrong with a data file, in one sentence: what was expected, what was found, what to do."""

from pathlib import Path


class DataFileError(ValueError):
    """A file that cannot be used. `code` is short and stable; the text names the file, never its whole content."""

    def __init__(self, path: Path | str, code: str, expected: str, found: str, remedy: str) -> None:
        self.path = str(path)
        self.code = code
        self.expected = expected
        self.found = one_line(found)
        super().__init__(f"{Path(path).name}: expected {expected}, found {self.found}; {remedy}. [{code}]")


def one_line(text: str, most: int = 100) -> str:
    """`text` without line breaks and control characters, at most `most` characters."""
    words = "".join(char if char.isprintable() else " " for char in text).split()
    joined = " ".join(words)
    return joined if len(joined) <= most else joined[: most - 1] + "…"
