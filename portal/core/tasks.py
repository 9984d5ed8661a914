"""Who writes the messages of the shared rooms. A worker loads this at start-up."""

from django.conf import settings
from django.urls import reverse

from portal.core.actions import accounts, invitations, notices, tokens
from portal.core.mails import invitation_mail, second_factor_reset_mail, token_created_mail, token_expires_mail
from portal.core.models import Invitation, Notice
from portal.core.models.invitation import VALID_FOR
from portal.core.sign_in import ACCOUNT_MAIL


def _account_mail(notice: Notice) -> tuple[str, str]:
    return notice.context["subject"], notice.context["body"]


def _invitation(notice: Notice) -> tuple[str, str]:
    # The link is made only now, so that it lies nowhere.
    invitation = Invitation.objects.select_related("invited_by").get(pk=notice.context["invitation"])
    path = reverse("invitation-accept", kwargs={"link": invitations.link_of(invitation)})
    values = {
        "name": invitation.full_name,
        "inviter": str(invitation.invited_by),
        "roles": ", ".join(str(label) for label in invitation.role_labels),
        "url": settings.SITE_URL + path,
        "days": VALID_FOR.days,
    }
    return invitation_mail(values)


notices.register(ACCOUNT_MAIL, _account_mail, is_secret=True)
notices.register(invitations.INVITED, _invitation)
notices.register(tokens.CREATED, lambda notice: token_created_mail(notice.context))
notices.register(tokens.EXPIRES, lambda notice: token_expires_mail(notice.context))
notices.register(accounts.FACTORS_REMOVED, lambda notice: second_factor_reset_mail(notice.context))
