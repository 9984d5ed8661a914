"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site's name, whether it shows sample data, and whether anybody may make an account."""
    return {
        "site_name": settings.SITE_NAME,
        "sample_data": settings.SAMPLE_DATA,
        "open_sign_up": settings.OPEN_SIGN_UP,
    }
