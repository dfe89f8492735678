"""Tests of the replay bar."""
