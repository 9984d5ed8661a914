"""Formats in which country data leaves the portal."""
