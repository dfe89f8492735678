"""spxcc, the SPX Command Center: a terminal for day-traders of S&P 500 index options.

The road of a tick: feeds → market → engines → gateway ══ websocket ══▶ client → ui; `runtime` composes them.
"""
