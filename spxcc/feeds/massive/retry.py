"""How long to wait before the same question: pure arithmetic."""

from zlib import crc32

from spxcc.feeds.massive.params import CallLimits
from spxcc.feeds.massive.trouble import Trouble


def pause_before(limits: CallLimits, tried: int, trouble: Trouble, key: str) -> float | None:
    """Seconds before the next try after `tried` (1 or more) of them; `None` = there is none.

    What the vendor asks for is waited out, or, beyond our patience, ends the question. key: names the question; another
    key, another jitter.
    """
    if not trouble.again or tried >= limits.tries:
        return None
    own = limits.pause_s * 2.0 ** (tried - 1) * (1.0 + limits.jitter * crc32(f"{key}:{tried}".encode()) / 2**32)
    if trouble.asked_s is None:
        return own
    return None if trouble.asked_s > limits.patience_s else max(own, trouble.asked_s)
