"""The terminal screen.

Owns: the Textual app, its screens, panels, drawing, palettes and keys. A pure client: it knows the market only
through the client's store.
May import: client, market, protocol, engines' `result`; textual and rich live here and nowhere else.
Decided: every panel is lines of (text, role) made by a pure function of what the store holds; a widget compares the
new lines with the old and repaints only the cells that differ, so a price tick costs a few cells. One frame timer;
nothing is painted per message. What cannot be shown says why in words.
"""
