"""Tests of the chart panel."""
