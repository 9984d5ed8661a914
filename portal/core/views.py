"""Sign-in and sign-out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.utils.decorators import method_decorator

from portal.core.forms import SignInForm
from portal.core.ratelimit import rate_limited


@method_decorator(rate_limited("sign-in", methods=("POST",)), name="dispatch")
class SignIn(LoginView):
    """Sign in by e-mail address and password."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Sign out (POST only)."""
