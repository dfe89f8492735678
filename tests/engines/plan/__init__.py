"""Tests of the plan of a day."""
