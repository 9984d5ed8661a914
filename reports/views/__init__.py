"""Pages of the country data."""
