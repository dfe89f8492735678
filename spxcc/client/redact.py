"""Keeps tokens out of everything that is shown or written."""

import hashlib
import re

HIDDEN = "***"
_PATTERNS = (
    re.compile(r"(?i)(bearer[\s.]+)[A-Za-z0-9._~+/=-]+"),
    re.compile(r"(?i)((?:access_)?token=)[^&\s\"']+"),
    re.compile(r"(?i)(\"token\"\s*:\s*\")[^\"]*"),
    re.compile(r"()eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,2}"),
    re.compile(r"(//)[^/@\s]+(?=@)"),
)


def redact(text: str, *secrets: str) -> str:
    """`text` without the given secrets and without whatever looks like a token or a password in a URL."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\g<1>{HIDDEN}", text)
    return text


def token_hash(token: str | None) -> str:
    """Tells tokens apart without showing them; empty for none."""
    return "" if not token else hashlib.sha256(token.encode()).hexdigest()[:16]
