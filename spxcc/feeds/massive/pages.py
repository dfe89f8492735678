"""From page to page: where the next one is, and that the way ends."""

from urllib.parse import parse_qsl, urlsplit

from spxcc.feeds.massive.trouble import Trouble


class Walk:
    """Pages of one question. Of an address only path and query are followed, so that the key goes to no other host."""

    def __init__(self, path: str, params: dict[str, str], most: int) -> None:
        self._next: tuple[str, dict[str, str]] | None = (path, params)
        self._root = "/".join(path.split("/", 4)[:4])
        self._most = most
        self._seen = {_identity(path, params)}
        self.pages = 0

    @property
    def whole(self) -> bool:
        """Whether the last page was the end."""
        return self._next is None

    def next_step(self) -> tuple[str, dict[str, str]] | None:
        """Path and parameters of the page to ask for; `None` at the end or when there were enough."""
        if self._next is None or self.pages >= self._most:
            return None
        self.pages += 1
        return self._next

    def told(self, next_url: str | None) -> None:
        """The page named the one after it. Raises Trouble for a circle and for another endpoint."""
        if next_url is None:
            self._next = None
            return
        try:
            parts = urlsplit(next_url)
        except ValueError:
            raise Trouble("unreadable", f"a next page at {next_url[:60]!r}") from None
        params = {name: value for name, value in parse_qsl(parts.query) if name.lower() != "apikey"}
        if not parts.path.startswith(self._root):
            raise Trouble("unreadable", f"a next page of another endpoint ({parts.path[:60]})")
        identity = _identity(parts.path, params)
        if identity in self._seen:
            raise Trouble("unreadable", "a next page that was already read")
        self._seen.add(identity)
        self._next = parts.path, params


def _identity(path: str, params: dict[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    return path, tuple(sorted(params.items()))
