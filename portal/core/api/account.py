"""Who the caller is, as the API sees it."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.api.authentication import HasScope
from portal.core.choices import TokenScope
from portal.core.models import ApiToken, CountryRole, User
from portal.core.roles import label_of


class PrivateView(APIView):
    """A read endpoint for a person, by session or token; the answer is kept by nobody else."""

    http_method_names = ["get", "head"]
    permission_classes = (IsAuthenticated, HasScope)
    scope: TokenScope | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in English, as the public endpoints do."""
        with translation.override("en"):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if isinstance(response, Response) else response

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Forbid every cache to keep the answer."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class RoleSerializer(serializers.Serializer[Any]):
    """A role of the person."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name, not the attribute
    countries = serializers.ListField(child=serializers.CharField(), help_text="ISO 3166-1 alpha-3")


class TokenSerializer(serializers.Serializer[Any]):
    """The token that this request was made with."""

    name = serializers.CharField()
    prefix = serializers.CharField()
    expires_at = serializers.DateTimeField()


class AccountSerializer(serializers.Serializer[Any]):
    """A person, and what this request may open."""

    email = serializers.EmailField()
    full_name = serializers.CharField()
    roles = RoleSerializer(many=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=TokenScope.values))
    token = TokenSerializer(allow_null=True, help_text="null for a session")


class AccountView(PrivateView):
    """Who am I?"""

    @extend_schema(operation_id="account", summary="Who am I", tags=["account"], responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        """Return the person, the roles and the scopes of this request."""
        user = request.user
        assert isinstance(user, User)
        token = request.auth if isinstance(request.auth, ApiToken) else None
        countries = list(CountryRole.objects.held_by(user).values_list("role", "country__iso3").order_by("pk"))
        roles = [
            {
                "code": code,
                "label": str(label_of(code)),
                "countries": sorted(iso3 for role, iso3 in countries if role == code),
            }
            for code in user.groups.order_by("pk").values_list("name", flat=True)
        ]
        values = {
            "email": user.email,
            "full_name": user.full_name,
            "roles": roles,
            "scopes": token.scopes if token else TokenScope.values,
            "token": token,
        }
        return Response(AccountSerializer(values).data)
