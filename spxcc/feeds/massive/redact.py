"""Texts without the key."""

import re

HIDDEN = "•••"
_FIELDS = re.compile(r"(?i)(\bapikey=|\bapi_key=|\bbearer\s+|\"params\"\s*:\s*\")([^\s\"&;,}]+)")


class Redactor:
    """Takes the key of a run out of every text, and whatever stands where a key would."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, text: str) -> str:
        """`text` with dots for the key."""
        # A key of a few letters ("sim") is no secret, and its letters stand in many words.
        shown = text.replace(self._key, HIDDEN) if len(self._key) >= 8 else text
        return _FIELDS.sub(rf"\g<1>{HIDDEN}", shown)

    def __repr__(self) -> str:
        return f"Redactor({HIDDEN})"
