"""Refusals. Their text is fit for the user; interfaces translate them (pages show it, the API answers 403 or 409)."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class DomainError(Exception):
    """A rule of the field refuses what was asked."""

    code = "refused"

    def __init__(self, message: str | Promise) -> None:
        """Take the sentence that the user reads."""
        super().__init__(message)


class NotAllowedError(DomainError):
    """This person may not do this."""

    code = "not_allowed"


class WrongStatusError(DomainError):
    """The step does not follow from the present status."""

    code = "wrong_status"


class ChangedMeanwhileError(DomainError):
    """Someone else changed what this person had open; nothing is overwritten."""

    code = "changed_meanwhile"


class IncompleteError(DomainError):
    """Something that must be there is missing; `missing` lists it in words."""

    code = "incomplete"

    def __init__(self, message: str | Promise, missing: list[str]) -> None:
        """Take the sentence and the list of what is missing."""
        super().__init__(message)
        self.missing = missing


class InvalidFileError(DomainError):
    """A file cannot be accepted."""

    code = "invalid_file"


def in_words(refusal: DomainError) -> str:
    """Return the refusal as one text, with everything that is missing."""
    if isinstance(refusal, IncompleteError):
        return _("%(refusal)s Missing: %(list)s.") % {"refusal": refusal, "list": "; ".join(refusal.missing)}
    return str(refusal)
