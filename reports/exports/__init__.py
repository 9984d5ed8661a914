"""What leaves the country data: the structure and content of workbooks."""
