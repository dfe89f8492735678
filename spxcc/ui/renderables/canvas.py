"""A grid of single-width cells to draw on."""

from spxcc.ui.renderables.cells import TEXT, Line


class Canvas:
    """`width` × `height` cells, each a character and a role; what falls outside is ignored."""

    def __init__(self, width: int, height: int, role: str = TEXT) -> None:
        self.width = max(width, 0)
        self.height = max(height, 0)
        self._chars = [[" "] * self.width for _ in range(self.height)]
        self._roles = [[role] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, text: str, role: str) -> None:
        """Write `text` from (x, y) to the right."""
        if not 0 <= y < self.height:
            return
        chars, roles = self._chars[y], self._roles[y]
        for at, char in enumerate(text, start=x):
            if 0 <= at < self.width:
                chars[at] = char
                roles[at] = role

    def char(self, x: int, y: int) -> str:
        """The character at (x, y), blank outside."""
        return self._chars[y][x] if 0 <= y < self.height and 0 <= x < self.width else " "

    def text(self, y: int, columns: int) -> str:
        """Characters of the first `columns` cells of row `y`."""
        return "".join(self._chars[y][:columns])

    def line(self, y: int) -> Line:
        """Row `y` as runs of one role."""
        text, roles = "".join(self._chars[y]), self._roles[y]
        runs: list[tuple[str, str]] = []
        start = 0
        for at, role in enumerate(roles):
            if role != roles[start]:
                runs.append((text[start:at], roles[start]))
                start = at
        return (*runs, (text[start:], roles[start])) if roles else ()

    def lines(self) -> list[Line]:
        """All rows from the top."""
        return [self.line(y) for y in range(self.height)]

    def copy_row(self, y: int) -> tuple[list[str], list[str]]:
        """Characters and roles of row `y`, to restore it later."""
        return self._chars[y][:], self._roles[y][:]

    def restore_row(self, y: int, saved: tuple[list[str], list[str]]) -> None:
        """Put back what `copy_row` gave."""
        self._chars[y], self._roles[y] = saved[0][:], saved[1][:]
