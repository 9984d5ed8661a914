"""Read a file of briefs and say what is wrong with it. Nothing here writes to the database."""
