"""Forms of the country data."""
