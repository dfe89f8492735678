"""Compression that all readers share (RFC 7692): no context is taken over, so one frame fits all who agreed to it."""

import zlib
from collections.abc import Mapping, Sequence

from websockets.exceptions import NegotiationError
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.typing import ExtensionParameter

WINDOW_BITS = 12
"""Of the server's window: 4 kB of memory for a reader, and our frames, packed one by one, hardly gain from more."""
HEADER = "Sec-WebSocket-Extensions"
_TAIL = b"\x00\x00\xff\xff"


class SharedDeflate(ServerPerMessageDeflateFactory):
    """Agrees to `server_no_context_takeover; server_max_window_bits=12`, and for what comes in to no context either.

    Who wants a smaller window gets plain frames. The library inflates what comes in, up to its `max_size`.
    """

    def __init__(self) -> None:
        super().__init__(
            server_no_context_takeover=True, client_no_context_takeover=True, server_max_window_bits=WINDOW_BITS
        )

    def process_request_params(
        self, params: Sequence[ExtensionParameter], accepted_extensions: Sequence[Extension]
    ) -> tuple[list[ExtensionParameter], PerMessageDeflate]:
        """Parameters of the answer and the extension. Raises NegotiationError for a window that is too small."""
        answer, extension = super().process_request_params(params, accepted_extensions)
        if extension.local_max_window_bits < WINDOW_BITS:
            raise NegotiationError(f"a window of {extension.local_max_window_bits} bits takes no shared frame")
        return answer, extension


def negotiated(headers: Mapping[str, str]) -> bool:
    """Whether the answer to an upgrade agreed to it."""
    return PerMessageDeflate.name in headers.get(HEADER, "")


def deflate(payload: bytes) -> bytes:
    """`payload` compressed on its own, without the tail that RFC 7692, section 7.2.1, leaves out."""
    deflater = zlib.compressobj(wbits=-WINDOW_BITS)
    packed = deflater.compress(payload) + deflater.flush(zlib.Z_SYNC_FLUSH)
    return packed.removesuffix(_TAIL)
