"""What leaves the portal, or is kept, in one piece."""
