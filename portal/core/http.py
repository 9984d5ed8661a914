"""Types of requests."""

from typing import cast

from django.http import HttpRequest

from portal.core.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is known; use it in views that require a sign-in."""

    user: User


def signed_in(request: HttpRequest) -> SignedInRequest:
    """Return the request of a view that requires a sign-in, as what it is."""
    return cast("SignedInRequest", request)
