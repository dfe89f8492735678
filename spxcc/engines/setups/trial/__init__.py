"""Many sessions at once: what the definitions do on days without drift, and on days that were recorded.

Owns: stacks of sessions, the lifecycle on columns, random entries, the verdict of the dry run.
May import: catalogue, language, features, the geometry and terms of setups.
Decided: the lifecycle here is that of the desk, one closed bar after another, written for whole columns; a test plays
the same days to both. Random entries are drawn from other sessions at the same minute: on the setup's own session the
minutes before it are not random any more once it is known that it triggered. The dry run exits whole at T1, as in
SETUPS.md 6.
"""
