"""Tests of the gex panel."""
