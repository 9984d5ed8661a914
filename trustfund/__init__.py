"""The voluntary trust fund. Its first models come with the calls for proposals."""
