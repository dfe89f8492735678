"""Tests of recorded sessions."""
