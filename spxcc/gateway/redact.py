"""Keeps tokens out of log lines: websockets logs request lines, headers and frames."""

import logging
import re

HIDDEN = "***"
_PATTERNS = (
    re.compile(r"(?i)(bearer[\s.]+)[A-Za-z0-9._~+/=-]+"),
    re.compile(r"(?i)((?:access_)?token=)[^&\s\"']+"),
    re.compile(r"(\\?\"token\\?\"\s*:\s*\\?\")[^\"\\]*"),
    re.compile(r"()eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,2}"),
)


def redact(text: str) -> str:
    """`text` without whatever looks like a token."""
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\g<1>{HIDDEN}", text)
    return text


class RedactingFilter(logging.Filter):
    """Rewrites records; lets all of them pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the redacted text in place of message and arguments."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info:
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_info, record.exc_text = None, redact(text)
        return True


def quiet_logger(name: str) -> logging.Logger:
    """A logger whose lines hold no tokens.

    Of what goes well it says nothing, because the gateway tells of every connection itself, and of frames only if its
    level was lowered to DEBUG on purpose.
    """
    logger = logging.getLogger(name)
    if not any(isinstance(each, RedactingFilter) for each in logger.filters):
        logger.addFilter(RedactingFilter())
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.WARNING)
    return logger
