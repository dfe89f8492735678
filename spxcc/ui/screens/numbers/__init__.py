"""The numbers on the screen, by the paths that `why` is asked with.

Owns: for each panel and line the numbers that it shows, as they are written there; the answers to those that the
screen itself makes (distances, ages, times left, counts).
May import: the rooms of the ui below the screens, results of the engines.
Decided: imported when `w` is pressed, not at the start. A numeral that a panel draws belongs to one of its numbers, or
to the short list of what is no measurement (`tests/ui/test_every_number.py` reads every panel for it).
"""
