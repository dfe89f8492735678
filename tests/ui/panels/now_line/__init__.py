"""Tests of the now_line panel."""
