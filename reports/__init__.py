"""Country data and the Global Report. Its first models come with the collection of country data."""
