"""Tests of the published methods and of the walk from them to ours."""
