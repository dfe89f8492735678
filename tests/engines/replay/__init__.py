"""Tests of the state of a replay."""
