"""Where in a TOML text a key stands."""

import re
from collections.abc import Sequence


class Lines:
    """The lines of a file, searched by table and key."""

    def __init__(self, text: str) -> None:
        self._lines: Sequence[str] = text.splitlines()

    def table(self, name: str) -> int:
        """Line of `[setup.name]`, from 1; 0 if it is not written so."""
        header = re.compile(rf"^\s*\[\s*setup\s*\.\s*[\"']?{re.escape(name)}[\"']?\s*[\].]")
        return next((at + 1 for at, line in enumerate(self._lines) if header.match(line)), 0)

    def key(self, table: str, path: Sequence[str], text: str = "") -> int:
        """Line of a key of that table, or below it the line of `text`; the table's where neither is found."""
        start = self.table(table)
        end = next(
            (at for at in range(start, len(self._lines)) if re.match(r"^\s*\[\s*setup\s*\.", self._lines[at])
             and not re.match(rf"^\s*\[\s*setup\s*\.\s*[\"']?{re.escape(table)}\b", self._lines[at])),
            len(self._lines),
        )  # fmt: skip
        place = start
        for word in path:
            found = self._find(
                re.compile(rf"(^|[\s{{,\[.\"'])({re.escape(word)})[\"']?\s*[=\]]"), max(place - 1, 0), end
            )
            place = found or place
        return self._find(re.compile(re.escape(text)), max(place - 1, 0), end) or place if text else place

    def _find(self, pattern: re.Pattern[str], start: int, end: int) -> int:
        return next((at + 1 for at in range(start, end) if pattern.search(self._lines[at])), 0)
