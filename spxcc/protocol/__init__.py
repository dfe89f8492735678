"""The wire as values.

Owns: channel tokens, envelope messages, the JSON codec, close and error codes, and the sans-I/O sessions of both ends.
May import: msgspec; no other room.
Decided: JSON text frames; one byte string per published frame, shared by all subscribers; a channel knows how its value
becomes frames and how frames become its value, so server and client cannot disagree.
"""
