"""The user's settings as the screen sees them: rows to show, and a way to save one."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from spxcc.runtime.config import Config
from spxcc.runtime.config_file import save_setting
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import Paths, write_private

LOG_BYTES = 64 * 1024


class UserSettings:
    """Reads the settings of this run; what is saved counts from then on."""

    def __init__(self, config: Config, paths: Paths) -> None:
        self._paths = paths
        self._origins = dict(config.origins)
        self._values = msgspec.to_builtins(config.settings)

    @property
    def keys_file(self) -> str:
        """Where keys are set."""
        return str(self._paths.config_file)

    def rows(self) -> Sequence[tuple[str, str, str]]:
        """(name, value, origin) of every setting that is no secret."""
        return tuple((name, _shown(value), self._origins[name]) for name, value in self._values.items())

    def save(self, name: str, value: str | int | bool) -> str:
        """Write it into the file; what was done in a sentence, or why it could not be."""
        try:
            save_setting(self._paths.config_file, name, value)
        except UserError as error:
            return str(error)
        origin, file = self._origins.get(name, "default"), str(self._paths.config_file)
        self._values[name] = value
        if origin == "flag" or origin.startswith("SPXCC_"):
            named = "a flag" if origin == "flag" else origin
            return f"saved in {file}, but {named} wins at the next start as long as it is given"
        self._origins[name] = file
        return f"saved in {file}"

    def keep(self, name: str, text: str) -> str:
        """Write a file of that name into the state directory; where to, or why not."""
        target = self._paths.state / name
        try:
            write_private(target, text)
        except OSError as error:
            return f"not saved in {target}: {error.strerror}"
        return f"saved in {target}"

    def log_lines(self) -> Sequence[str]:
        """The newest lines of the log file."""
        return tail_of(self._paths.log_file)


def tail_of(path: Path, limit: int = LOG_BYTES) -> list[str]:
    """Whole lines among the last `limit` bytes; none where there is no file."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - limit, 0))
            text = file.read(limit).decode(errors="replace")
    except OSError:
        return []
    lines = text.splitlines()
    return lines[1:] if size > limit else lines


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_shown(each)}" for name, each in value.items()) or "–"
    return "–" if value is None else ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
