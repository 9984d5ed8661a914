"""What people type into pages of the country data."""
