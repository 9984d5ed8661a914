"""Output formats of the country data."""
