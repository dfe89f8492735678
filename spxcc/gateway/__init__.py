"""The server of `/ws/prices` and of the read-only HTTP routes.

Owns: the hub (values to numbered frames, fan-out), the outbox of a connection (what a slow reader still gets), access
and admission rules, authentication, the websocket server.
May import: protocol, market.clock, market.units; no other room.
Decided: hub, outbox and peer do no I/O and take time as an argument, the shell only moves bytes; a frame is framed once
and written to all; websockets' internals are touched in `direct.py` alone, looked at by `contract.py`, and where they
are not as known the library's own `broadcast` serves (`broadcasting.py`); compression, if it is on, is done once a
frame for all who agreed to it. An open connection has no task: a plain upgrade is answered in the call that brought it
(`opening.py`, held by tests to what the library would say; all else is the library's), messages are heard in that call,
the beat of the server asks who is still there. So a thousand who come back at once cost it a quarter of a second
(`spxcc bench herd`), half of it in asyncio's accepting and the library's objects; all read into one buffer, for asyncio
would have the system map and unmap 256 kB for each message.
"""
