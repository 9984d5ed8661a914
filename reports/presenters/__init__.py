"""What pages of the country data show."""
