"""Logging to a file of this user, tokens redacted; the terminal belongs to the screen."""

import logging
import logging.handlers
import os
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Literal

import msgspec

from spxcc.gateway.redact import RedactingFilter
from spxcc.runtime.paths import private_directory

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
MAX_BYTES = 2_000_000
KNOWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}

Form = Literal["text", "json"]
"""Lines for eyes, or an object a line for machines."""


class JsonLines(logging.Formatter):
    """A record as one JSON object: `time` (UTC, ISO 8601), `level`, `logger`, `message`, what `extra` names, error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        row: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        row |= {name: value for name, value in record.__dict__.items() if name not in KNOWN}
        error = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        return msgspec.json.encode(row | {"error": error} if error else row, enc_hook=str).decode()


class PrivateFileHandler(logging.handlers.RotatingFileHandler):
    """Its files are this user's alone, also one that an earlier version left for all to read."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        os.chmod(self.baseFilename, 0o600)
        return stream


def log_to_file(path: Path, form: Form = "text") -> None:
    """From now on warnings of everything and news of spxcc go to `path`; where it cannot be written, nowhere."""
    try:
        private_directory(path.parent)
        handler: logging.Handler = PrivateFileHandler(path, maxBytes=MAX_BYTES, backupCount=1)
    except OSError:
        handler = logging.NullHandler()
    handler.addFilter(RedactingFilter())
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("spxcc").setLevel(logging.INFO)


def tell_warnings(name: str) -> None:
    """Warnings of the logger `name` go to standard error as well, as sentences."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.addFilter(RedactingFilter())
    handler.setFormatter(logging.Formatter("spxcc: %(message)s"))
    logging.getLogger(name).addHandler(handler)
