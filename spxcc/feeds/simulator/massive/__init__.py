"""The simulated market behind the vendor's interface: REST and websocket of Massive on one loopback port.

Owns: plans by key, every answer and stream event, the faults, and the small server around them.
May import: market, quant, the market model of the simulator, h11, websockets.
Decided: what answers is pure (request and market time in, status and body out; a second in, events out), only `server`
and `wire_*` move bytes. All views fold the same columns of ticks, so they cannot disagree. Bodies hold nothing that
Massive does not send; that it is simulated stands in the header `X-Sim`. h11 and websockets are used without their own
I/O: the faults need every byte in hand, and one port must speak both.
"""
