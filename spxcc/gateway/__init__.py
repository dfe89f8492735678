"""The server of `/ws/prices` and of the read-only HTTP routes.

Owns: the hub (values to numbered frames, fan-out), the outbox of a connection (what a slow reader still gets), access
and admission rules, authentication, the websocket server.
May import: protocol, market.clock, market.units; no other room.
Decided: hub, outbox and peer do no I/O and take time as an argument, the shell only moves bytes; a frame is framed once
and written to all, no task per client and frame; websockets' internals are touched in `transport.py` alone, looked at
by `contract.py`, and where they are not as known the library's own `broadcast` serves (`broadcasting.py`); compression,
if it is on, is done once a frame for all who agreed to it.
"""
