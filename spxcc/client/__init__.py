"""The client's end of the wire: one connection, and a store of the newest values.

Owns: the reconnect scheduler, the websocket shell, the store that decodes and merges, the stream log,
the capture window.
May import: protocol, market.
Decided: reconnecting is a pure function of (state, event, now, rng) with one timer, so that "wanted and not connected"
always has either that timer or a lock with its reason. All views share one connection; what they want is the union.
"""
