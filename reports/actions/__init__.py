"""What may be done with country data."""
