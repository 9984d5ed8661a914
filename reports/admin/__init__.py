"""The administration of country data. Django finds the registrations through this package."""

from reports.admin import answers, checks, instrument, published, rounds

__all__ = ["answers", "checks", "instrument", "published", "rounds"]
