"""Tests of the flow panel."""
