"""Tests of the readers of real files and their replay."""
