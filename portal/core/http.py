"""Types of requests."""

from django.http import HttpRequest

from portal.core.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is known; use it in views that require a sign-in."""

    user: User
