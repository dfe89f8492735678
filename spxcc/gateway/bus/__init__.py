"""The bus: one engine process numbers what is published, any number of gateway processes serve it to their clients.

Owns: the messages between them, the writer on the engine's side and the follower on the gateway's, requests that only
the engine can answer, the lease that makes one engine the writer, and two ways to carry it: in memory and by NATS.
May import: protocol, units, clock; the rest of the gateway. `nats` is imported by `by_nats`, when asked for.
Decided: epoch and seq are the engine's and reach the clients as they are; where a message lies on the bus never does.
A channel has two subjects, the last frame (`Live`) and the whole value (`Whole`), of each of which the bus remembers
the newest. Who begins gets both; what is missing between them is a hole, which is asked for and filled with a whole
value. A beat every half second names the top of every channel: it shows a hole at the end, and its absence that the
values are stale. A writer is fenced: the bus refuses it as soon as a later one has begun, and followers take no older
term.
"""
