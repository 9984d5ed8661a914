"""What is put together from stored rows for reading."""
