"""Tests of the status_line panel."""
