"""The plan card of the day: what was typed before the open, what was changed and why, and what was done."""
