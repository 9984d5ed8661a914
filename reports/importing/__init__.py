"""Files that come into the country data."""
