"""What every endpoint shares: one language for labels, refused unknown parameters, strong ETags, open reading."""

import hashlib
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.api.errors import BadParametersError
from portal.core.choices import Language

_DJANGO_CODES = {Language.ZH: "zh-hans"}


class PublicView(APIView):
    """A read endpoint for anyone. Subclasses name their parameters; `language` chooses the labels of all."""

    http_method_names = ["get", "head"]
    parameters: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters that nobody declared, before any work is done."""
        super().initial(request, *args, **kwargs)
        unknown = set(request.query_params) - self.parameters - {"language", "format"}
        problems = dict.fromkeys(unknown, "There is no such parameter.")
        language = request.query_params.get("language", Language.EN)
        if language not in Language.values:
            problems["language"] = f"One of: {', '.join(Language.values)}."
        if request.query_params.get("format", "json") != "json":
            problems["format"] = "Only json."
        if problems:
            raise BadParametersError(problems)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with labels in the language asked for."""
        language = request.GET.get("language", Language.EN)
        code = language if language in Language.values else Language.EN
        with translation.override(_DJANGO_CODES.get(Language(code), code)):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if isinstance(response, Response) else response

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Allow reading from any page, and give a strong ETag so that an unchanged answer costs 304."""
        response = super().finalize_response(request, response, *args, **kwargs)
        _open(response)
        patch_vary_headers(response, ["Accept-Encoding"])
        if response.status_code == HTTPStatus.OK:
            response["Cache-Control"] = "public, max-age=0, must-revalidate"
            response.add_post_render_callback(_with_etag(request))
        return response


class Missing(APIView):
    """Whatever no endpoint answers, so that it is refused as problem details too."""

    authentication_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Say that there is nothing here, whatever the method."""
        super().initial(request, *args, **kwargs)
        raise Http404


def _open(response: HttpResponseBase) -> None:
    """Allow scripts of any page to read the answer."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"


def _with_etag(request: Request) -> Any:
    def add(response: HttpResponse) -> HttpResponseBase | None:
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        answer = get_conditional_response(request._request, etag=etag, response=response)
        if answer is not None:
            _open(answer)
        return answer

    return add
