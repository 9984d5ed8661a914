"""URLs of accounts: signing in, passwords, addresses, second factors, devices, tokens, invitations.

Names without a namespace are those that allauth looks for. Whoever changes something does it under a name of the
audit trail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as devices
from django.urls import path, re_path

from portal.core import views
from portal.core.views import SignOut, sign_in, written_as

urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
    path("sign-out/", SignOut.as_view(), name="account_logout"),
    path("sign-up/", written_as("account.signed_up", account.signup), name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("email/", written_as("account.address_changed", account.email), name="account_email"),
    path("email/sent/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^email/confirm/(?P<key>[-:\w]+)/$",
        written_as("account.address_confirmed", account.confirm_email),
        name="account_confirm_email",
    ),
    path("password/", written_as("account.password_changed", account.password_change), name="account_change_password"),
    path("password/set/", written_as("account.password_set", account.password_set), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        written_as("account.password_reset", account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-factor/", factors.index, name="mfa_index"),
    path("second-factor/required/", views.second_factor_required, name="second-factor-required"),
    path("second-factor/app/", written_as("account.app_set_up", app.activate_totp), name="mfa_activate_totp"),
    path(
        "second-factor/app/remove/", written_as("account.app_removed", app.deactivate_totp), name="mfa_deactivate_totp"
    ),
    path("second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        written_as("account.recovery_codes_made", codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("second-factor/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second-factor/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/keys/add/", written_as("account.key_added", keys.add_webauthn), name="mfa_add_webauthn"),
    path("second-factor/keys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "second-factor/keys/<int:pk>/remove/",
        written_as("account.key_removed", keys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("devices/", devices.list_usersessions, name="usersessions_list"),
    path("preferences/", views.preferences, name="preferences"),
    path("tokens/", views.tokens, name="token-list"),
    path("tokens/<int:pk>/revoke/", views.token_revoke, name="token-revoke"),
    path("invitations/", views.invitations, name="invitation-list"),
    path("invitations/new/", views.invitation_create, name="invitation-create"),
    path("invitations/<int:pk>/send/", views.invitation_send, name="invitation-send"),
    path("invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation-withdraw"),
    path("invitation/<str:link>/", views.invitation_accept, name="invitation-accept"),
]
