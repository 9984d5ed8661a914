"""Pages of accounts that are our own: signing out, preferences, tokens, invitations."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.views import LogoutView
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.account_forms import AcceptForm, InvitationForm, PreferencesForm, TokenForm
from portal.core.actions import accounts, roles
from portal.core.actions import invitations as invitation_actions
from portal.core.actions import tokens as token_actions
from portal.core.audit import audited
from portal.core.choices import WorkNotices
from portal.core.errors import DomainError, NotAllowedError
from portal.core.http import signed_in
from portal.core.models import ApiToken, Invitation, User
from portal.core.ratelimit import rate_limited
from portal.core.second_factor import lacks_second_factor

View = Callable[..., Any]
PER_PAGE = 50
_may_invite = permission_required("core.add_invitation", raise_exception=True)

sign_in = rate_limited("sign-in", methods=("POST",))(account.login)


class SignOut(LogoutView):
    """Sign out (POST only)."""


def written_as(action: str, view: View) -> View:
    """Give what a view of allauth writes a transaction and a name in the audit trail."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        @audited(action)
        def write(*, by: User | None) -> Any:
            return view(request, *args, **kwargs)

        return write(by=request.user if request.user.is_authenticated else None)

    return run


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Ask a caller to wait, when allauth's own limits are passed."""
    response = render(request, "429.html", {"retry_after_seconds": 60}, status=429)
    response["Retry-After"] = "60"
    return response


@login_required
@never_cache
@require_safe
def second_factor_required(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed, and which ones there are."""
    if not lacks_second_factor(signed_in(request).user):
        return redirect("pages:account")
    return render(request, "account/second_factor_required.html")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Change one's name, language and e-mails about work."""
    user = signed_in(request).user
    held = {"full_name": user.full_name, "language": user.language, "work_notices": user.work_notices}
    form = PreferencesForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        accounts.change_preferences(
            full_name=chosen["full_name"],
            language=chosen["language"],
            work_notices=WorkNotices(chosen["work_notices"]),
            by=user,
        )
        with override(chosen["language"] or None):
            messages.success(request, _("Your preferences are saved."))
            return redirect("pages:account")
    return render(request, "account/preferences.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens and make a new one, whose text is shown in this one answer."""
    user, now = signed_in(request).user, timezone.now()
    form, new = TokenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            new = token_actions.create(
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                days=int(form.cleaned_data["days"]),
                by=user,
                now=now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm()
    found = Paginator(ApiToken.objects.visible_to(user).order_by("-created_at", "-pk"), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    rows = [(token, token.state_at(now)) for token in page]
    values = {"form": form, "new": new, "page": page, "rows": rows}
    return render(request, "account/tokens.html", values, status=422 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a token."""
    user = signed_in(request).user
    token = get_object_or_404(ApiToken.objects.visible_to(user), pk=pk)
    token_actions.revoke(token_id=token.pk, by=user, now=timezone.now())
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return redirect("token-list")


@login_required
@_may_invite
@never_cache
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """List invitations, the newest first."""
    now = timezone.now()
    found = Invitation.objects.visible_to(signed_in(request).user).select_related("invited_by", "country")
    page = Paginator(found.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(invitation, invitation.state_at(now)) for invitation in page]
    return render(request, "account/invitations.html", {"page": page, "rows": rows})


@login_required
@_may_invite
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("invitation", methods=("POST",))
def invitation_create(request: HttpRequest) -> HttpResponse:
    """Invite a person."""
    user = signed_in(request).user
    form = InvitationForm(request.POST or None, roles=roles.which_may_give(user))
    if request.method == "POST" and form.is_valid():
        try:
            invitation_actions.invite(**form.cleaned_data, by=user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("invitation-list")
    return render(request, "account/invitation_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@_may_invite
@require_POST
@rate_limited("invitation")
def invitation_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    return _step(request, pk, invitation_actions.send_again, _("A new link is on its way; the old one is void."))


@login_required
@_may_invite
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    return _step(request, pk, invitation_actions.withdraw, _("The invitation is withdrawn."))


def _step(request: HttpRequest, pk: int, action: Callable[..., Any], done: str) -> HttpResponse:
    user = signed_in(request).user
    invitation = get_object_or_404(Invitation.objects.visible_to(user), pk=pk)
    try:
        action(invitation_id=invitation.pk, by=user, now=timezone.now())
    except NotAllowedError:
        raise
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("invitation-list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("invitation", methods=("POST",))
def invitation_accept(request: HttpRequest, link: str) -> HttpResponse:
    """Let an invited person choose a password; 410 when the link is spent."""
    now = timezone.now()
    invitation = invitation_actions.find(link, now=now)
    if invitation is None:
        return render(request, "account/invitation_spent.html", status=410)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            invitation_actions.accept(link=link, password=form.cleaned_data["password1"], now=now)
        except DomainError:
            return render(request, "account/invitation_spent.html", status=410)
        messages.success(request, _("Your account is ready. Sign in with your e-mail address and your new password."))
        return redirect("sign-in")
    values = {"form": form, "invitation": invitation}
    return render(request, "account/invitation_accept.html", values, status=422 if form.errors else 200)
