"""Between those who hear and the feed that speaks: in order, and bounded without losing a trade."""

from collections import deque

from spxcc.market.events import FeedEvent, OptionQuote, OptionTrade


class _Cell:
    __slots__ = ("event",)

    def __init__(self, event: FeedEvent) -> None:
        self.event: FeedEvent | None = event


class Inbox:
    """Events wait here for the next step. Of quotes that wait for the same contract the newest stays, unless a trade
    of it came in between, whose side the older one decides. `conflated` counts what was left out."""

    def __init__(self) -> None:
        self._cells: deque[_Cell] = deque()
        self._quotes: dict[str, _Cell] = {}
        self.conflated = 0

    def __len__(self) -> int:
        return len(self._cells)

    def put(self, event: FeedEvent) -> None:
        """Add at the end."""
        cell = _Cell(event)
        if isinstance(event, OptionQuote):
            older = self._quotes.get(event.contract)
            if older is not None:
                older.event = None
                self.conflated += 1
            self._quotes[event.contract] = cell
        elif isinstance(event, OptionTrade):
            self._quotes.pop(event.contract, None)
        self._cells.append(cell)

    def take(self) -> list[FeedEvent]:
        """All that waits, oldest first."""
        cells, self._cells = self._cells, deque()
        self._quotes.clear()
        return [cell.event for cell in cells if cell.event is not None]
