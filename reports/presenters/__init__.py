"""What the pages of the country data show."""
