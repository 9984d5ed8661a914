"""The administration of case law, where staff enter briefs. Django finds the registrations through this package."""

from caselaw.admin import case, defendant, reference

__all__ = ["case", "defendant", "reference"]
