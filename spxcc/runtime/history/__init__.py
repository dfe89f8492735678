"""What was published before: channels at an instant, and over sessions as tables.

Owns: playing a session up to an instant, sampled channels of a session, tables of them, a session's own percentiles.
May import: everything; pandas and pyarrow only inside what writes their files.
Decided: nothing is stored that can be computed: a session file holds what the market sent, the engines are run over it
again, and what they say at the end of each minute is kept beside it as a pack, made once for each program version.
"""
