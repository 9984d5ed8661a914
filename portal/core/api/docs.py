"""The documentation page of the API."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView


# Swagger UI sets style attributes from its script; no other page allows them.
@method_decorator(csp_update({"style-src": ["'unsafe-inline'"], "img-src": [SELF, "data:"]}), name="dispatch")
class ApiDocs(SpectacularSwaggerSplitView):
    """Swagger UI from our own server, with its script in a file of its own."""

    url_name = "api-schema"
    http_method_names = ["get", "head"]  # its template fails for OPTIONS
