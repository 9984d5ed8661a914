"""Checks of a country's figures: pure functions over a sheet of cells, chosen and weighed by rules that are data."""
