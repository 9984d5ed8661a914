"""What pages, API and administration show of the country data."""
