"""What is kept between runs, in one SQLite file of the user: alerts with their latches and what they said, and whatever
else a room of the program has to remember.

Owns: the file, its migrations, and one module per noun that reads and writes its tables.
May import: market, protocol, and the `result` modules of engines.
Decided: the standard library's sqlite3, write-ahead log, one writer thread (the loop's: a write takes well under a
millisecond). With the log in the page cache a killed process loses nothing that was committed; only the loss of the
machine's power may cost the last commits, and never the file. Each noun numbers its own migrations, so that rooms grow
without knowing each other. A file that a newer version wrote is refused, not guessed at.
"""
