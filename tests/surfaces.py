"""Every address of the portal: what the public may ask, what people at work may, and what is behind sign-in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from caselaw.models import Case
from portal.core.models import User
from tests.planting import (
    CODE,
    SEARCHED,
    YEAR,
    uuid_of,
)

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


@dataclass(frozen=True)
class Planted:
    """Identifiers that are asked for, whether a brief bears them already or not."""

    ids: tuple[str, ...]
    slug: str
    other: Case


def _own(pattern: str) -> Callable[[Planted], list[str]]:
    return lambda planted: [pattern.format(id=key, slug=planted.slug) for key in planted.ids]


def _desk(pattern: str) -> Callable[[Planted], list[str]]:
    return lambda planted: [pattern.format(uuid=uuid_of(key)) for key in (*planted.ids, "changes")]


def _fixed(*addresses: str) -> Callable[[Planted], list[str]]:
    return lambda planted: list(addresses)


_SEARCHES = (
    "",
    "?sort=oldest",
    "?sort=added",
    "?sort=sentence",
    f"?jurisdiction={CODE}",
    "?purpose=organ_removal",
    f"?q={'+OR+'.join(SEARCHED)}",
    "?q=zq*",
)
# Route (without the language) to the requests that show all that it can show.
REGISTRY: dict[str, Callable[[Planted], list[str]]] = {
    "": _fixed("/"),
    "about/": _fixed("/about/"),
    "cases/": lambda planted: [
        *(f"/cases/{search}" for search in _SEARCHES),
        f"/cases/?year={YEAR}",
        f"/cases/?year_to={YEAR}",
        "/cases/?sector=aquaculture",
        "/cases/?means=zqmeans",
        *(f"/cases/?q={key}" for key in planted.ids),
    ],
    "cases/feed.atom": _fixed("/cases/feed.atom"),
    "cases/withdrawn/": _fixed("/cases/withdrawn/", "/cases/withdrawn/?format=csv", "/cases/withdrawn/?page=2"),
    "cases/corrections/<str:token>/": _fixed("/cases/corrections/zqtoken/"),
    "cases/<public_id:public_id>/": _own("/cases/{id}/"),
    "cases/<public_id:public_id>/<slug:slug>/": lambda planted: [
        *_own("/cases/{id}/{slug}/")(planted),
        *_own("/cases/{id}/another-slug/?text=fr")(planted),
        planted.other.get_absolute_url(),
    ],
    "cases/<public_id:public_id>/correction/": _own("/cases/{id}/correction/"),
    "cases/<public_id:public_id>/versions/": lambda planted: [
        *_own("/cases/{id}/versions/")(planted),
        f"/cases/{planted.other.public_id}/versions/",
    ],
    "cases/<public_id:public_id>/versions/compare/": lambda planted: [
        *_own("/cases/{id}/versions/compare/")(planted),
        *_own("/cases/{id}/versions/compare/?from=1&to=3")(planted),
        f"/cases/{planted.other.public_id}/versions/compare/",
        f"/cases/{planted.other.public_id}/versions/compare/?from=1&to=3",
    ],
    "jurisdictions/": _fixed("/jurisdictions/", "/jurisdictions/?format=csv"),
    "jurisdictions/<jurisdiction_code:code>/": _fixed(f"/jurisdictions/{CODE}/", "/jurisdictions/AR/"),
    "account/sign-in/": _fixed("/account/sign-in/"),
    "account/sign-out/": _fixed("/account/sign-out/"),
    "account/sign-up/": _fixed("/account/sign-up/"),
    "account/inactive/": _fixed("/account/inactive/"),
    "account/email/sent/": _fixed("/account/email/sent/"),
    r"account/^email/confirm/(?P<key>[-:\w]+)/$": _fixed("/account/email/confirm/zqkey/"),
    "account/password/reset/": _fixed("/account/password/reset/"),
    "account/password/reset/sent/": _fixed("/account/password/reset/sent/"),
    "account/password/reset/done/": _fixed("/account/password/reset/done/"),
    r"account/^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": _fixed("/account/password/reset/1-zqkey/"),
    "account/invitation/<str:link>/": _fixed("/account/invitation/zqtoken/"),
    "country-data/delegations/<str:token>/": _fixed("/country-data/delegations/zqtoken/"),
    "admin/login/": _fixed("/admin/login/"),
    "healthz": _fixed("/healthz"),
    "readyz": _fixed("/readyz"),
    "robots.txt": _fixed("/robots.txt"),
    "favicon.ico": _fixed("/favicon.ico"),
    "sitemap.xml": _fixed("/sitemap.xml"),
    "sitemap-<section>.xml": _fixed(
        "/sitemap-pages.xml", "/sitemap-briefs.xml", "/sitemap-jurisdictions.xml", "/sitemap-briefs.xml?p=2"
    ),
    "api/v1/cases/": lambda planted: [
        *(f"/api/v1/cases/{search}" for search in _SEARCHES if search != "?q=zq*"),
        "/api/v1/cases/?updated_since=2001-01-01",
        "/api/v1/cases/?limit=1",
        *(f"/api/v1/cases/?q={key}" for key in planted.ids),
    ],
    "api/v1/cases/<str:public_id>/": lambda planted: [
        *_own("/api/v1/cases/{id}/")(planted),
        *_own("/api/v1/cases/{id}/?fields=title")(planted),
        f"/api/v1/cases/{planted.other.public_id}/",
    ],
    "api/v1/changes/": _fixed("/api/v1/changes/", "/api/v1/changes/?since=2001-01-01", "/api/v1/changes/?cursor=0"),
    "api/v1/terms/": _fixed("/api/v1/terms/", "/api/v1/terms/?scheme=purpose"),
    "api/v1/jurisdictions/": _fixed("/api/v1/jurisdictions/", "/api/v1/jurisdictions/?language=ar"),
    "api/v1/indicators/": _fixed("/api/v1/indicators/", "/api/v1/indicators/?language=ar"),
    "api/v1/code-lists/": _fixed("/api/v1/code-lists/", "/api/v1/code-lists/?list=sex"),
    "api/v1/rounds/": _fixed("/api/v1/rounds/", "/api/v1/rounds/?limit=1"),
    "api/v1/questionnaires/": _fixed("/api/v1/questionnaires/"),
    "api/v1/questionnaires/<slug:code>/<int:version>/": _fixed("/api/v1/questionnaires/glotip-annual/1/"),
    "api/v1/schema/": _fixed("/api/v1/schema/"),
    "api/v1/docs/": _fixed("/api/v1/docs/", "/api/v1/docs/?script="),
    "api/v1/<path:rest>": _own("/api/v1/anything/{id}/"),
}
# What people with an account see of their own work; whoever has no part in a brief finds no trace of it there.
AT_WORK: dict[str, Callable[[Planted], list[str]]] = {
    "account/": _fixed("/account/"),
    "account/devices/": _fixed("/account/devices/"),
    "account/invitations/": _fixed("/account/invitations/"),
    "account/preferences/": _fixed("/account/preferences/"),
    "account/tokens/": _fixed("/account/tokens/"),
    "api/v1/account": _fixed("/api/v1/account"),
    "api/v1/jobs/<uuid:public_id>": _desk("/api/v1/jobs/{uuid}"),
    "api/v1/drafts/": _fixed("/api/v1/drafts/"),
    "api/v1/submissions/": _fixed("/api/v1/submissions/"),
    "api/v1/submissions/<uuid:public_id>/": _desk("/api/v1/submissions/{uuid}/"),
    "api/v1/submissions/<uuid:public_id>/observations/": _desk("/api/v1/submissions/{uuid}/observations/"),
    "api/v1/drafts/<uuid:uuid>/": _desk("/api/v1/drafts/{uuid}/"),
    "cases/import/": _fixed("/cases/import/"),
    "country-data/": _fixed("/country-data/"),
    "desk/": _fixed("/desk/"),
    "desk/cases/": _fixed(
        "/desk/cases/", "/desk/cases/?q=zqtitle", "/desk/cases/?status=changes", "/desk/cases/?format=csv"
    ),
    "desk/cases/<uuid:uuid>/": _desk("/desk/cases/{uuid}/"),
    "desk/cases/<uuid:uuid>/compare/": _desk("/desk/cases/{uuid}/compare/"),
    "desk/cases/<uuid:uuid>/redaction/": _desk("/desk/cases/{uuid}/redaction/"),
    "desk/cases/<uuid:uuid>/screening/": _desk("/desk/cases/{uuid}/screening/"),
    "desk/cases/<uuid:uuid>/screening/names/": _desk("/desk/cases/{uuid}/screening/names/"),
    "desk/cases/<uuid:uuid>/step/<slug:name>/": _desk("/desk/cases/{uuid}/step/submit/"),
    "desk/cases/<uuid:uuid>/timeline/": _desk("/desk/cases/{uuid}/timeline/"),
    "desk/cases/<uuid:uuid>/write/": _desk("/desk/cases/{uuid}/write/"),
    "desk/cases/<uuid:uuid>/row/": _desk("/desk/cases/{uuid}/row/"),
    "desk/cases/new/": _fixed("/desk/cases/new/"),
    "desk/corrections/": _fixed("/desk/corrections/"),
    "desk/imports/": _fixed("/desk/imports/"),
    "desk/log/": _fixed("/desk/log/", "/desk/log/?format=csv"),
}
# Answers to a POST alone.
_UUID = "00000000-0000-4000-8000-000000000000"
_POSTED = ("assign", "autosave", "comment", "gate", "preview")
_OF_IMPORTS = ("", "progress/", "confirm/", "check/", "stop/", "undo/", "discard/", "findings.csv", "findings.xlsx")
_OF_FACTORS = ("", "required/", "app/", "app/remove/", "codes/", "codes/new/", "codes/download/", "keys/", "keys/add/")
_WORKBOOK = "country-data/submissions/<uuid:public_id>/workbook/"
_UPLOAD = "uploads/<uuid:upload_id>/"
_OF_WORKBOOKS = ("", "file/", _UPLOAD, *(f"{_UPLOAD}{name}" for name in ("confirm/", "discard/", "findings.xlsx")))
_OF_ACCOUNTS = ("sign-in/code/", "sign-in/passkey/", "confirm/", "confirm/code/", "confirm/passkey/", "email/")
_OF_ACCOUNTS += ("password/", "password/set/", "invitations/new/", *(f"second-factor/{name}" for name in _OF_FACTORS))


_COUNTRY_DATA = {
    "rounds/<slug:collection>/<slug:code>/": "rounds/zq/zq/",
    "desk/<uuid:public_id>/": "desk/{uuid}/",
    "submissions/<uuid:public_id>/step/<slug:name>/": "submissions/{uuid}/step/hand_in/",
    **{
        f"submissions/<uuid:public_id>/{name}/": f"submissions/{{uuid}}/{name}/"
        for name in ("hand-in", "validation", "clarifications", "delegations")
    },
    "clarifications/<uuid:public_id>/": "clarifications/{uuid}/",
    "clarifications/<uuid:public_id>/close/": "clarifications/{uuid}/close/",
    "clarifications/files/<int:pk>/": "clarifications/files/1/",
    "delegations/<int:pk>/send/": "delegations/1/send/",
    "delegations/<int:pk>/revoke/": "delegations/1/revoke/",
    "mine/": "mine/",
    "submissions/<uuid:public_id>/": "submissions/{uuid}/",
    "submissions/<uuid:public_id>/print/": "submissions/{uuid}/print/",
    "submissions/<uuid:public_id>/pdf/": "submissions/{uuid}/pdf/",
    **{
        f"submissions/<uuid:public_id>/sections/<slug:section>/{name}": f"submissions/{{uuid}}/sections/zq/{name}"
        for name in ("", "save/", "row/")
    },
    "submissions/<uuid:public_id>/sections/<slug:section>/rows/<str:question>/<str:row>/": (
        "submissions/{uuid}/sections/zq/rows/1.1/total/"
    ),
    "lookups/countries/": "lookups/countries/?q=zq",
}


def _import_of(case: Case) -> str:
    return f"/desk/imports/{case.import_items.get().batch.public_id}/"


# Route to an address, with what is planted: whoever is not signed in is led to the sign-in or refused.
SIGNED_IN: dict[str, Callable[[Case], str]] = {
    **{f"account/{name}": (lambda case, name=name: f"/account/{name}") for name in _OF_ACCOUNTS},
    **{
        f"desk/cases/<uuid:uuid>/{name}/": (lambda case, name=name: f"/desk/cases/{case.uuid}/{name}/")
        for name in _POSTED
    },
    **{
        f"{_WORKBOOK}{name}": (
            lambda case, name=name: f"/{_WORKBOOK}{name}".replace("<uuid:public_id>", _UUID).replace(
                "<uuid:upload_id>", _UUID
            )
        )
        for name in _OF_WORKBOOKS
    },
    **{
        f"desk/imports/<uuid:public_id>/{name}": (lambda case, name=name: f"{_import_of(case)}{name}")
        for name in _OF_IMPORTS
    },
    **{
        f"desk/lookups/{name}/": (lambda case, name=name: f"/desk/lookups/{name}/?q=zq")
        for name in ("countries", "courts", "jurisdictions", "terms")
    },
    **{
        f"country-data/{route}": (lambda case, address=address: f"/country-data/{address.format(uuid=case.uuid)}")
        for route, address in _COUNTRY_DATA.items()
    },
    "about/components/": lambda case: "/about/components/",
    "account/invitations/<int:pk>/send/": lambda case: "/account/invitations/1/send/",
    "account/invitations/<int:pk>/withdraw/": lambda case: "/account/invitations/1/withdraw/",
    "account/second-factor/keys/<int:pk>/": lambda case: "/account/second-factor/keys/1/",
    "account/second-factor/keys/<int:pk>/remove/": lambda case: "/account/second-factor/keys/1/remove/",
    "account/tokens/<int:pk>/revoke/": lambda case: "/account/tokens/1/revoke/",
    "desk/cases/<uuid:uuid>/versions/<int:number>/withhold/": lambda case: (
        f"/desk/cases/{case.uuid}/versions/1/withhold/"
    ),
    "desk/corrections/<uuid:uuid>/": lambda case: f"/desk/corrections/{case.correction_requests.get().uuid}/",
    "desk/imports/template.<template_ending:ending>": lambda case: "/desk/imports/template.xlsx",
    "desk/log/<uuid:context_id>/": lambda case: f"/desk/log/{case.events.latest('pgh_id').pgh_context_id}/",
    "desk/markdown/": lambda case: "/desk/markdown/",
    "country-data/checks/": lambda case: "/country-data/checks/",
    "country-data/checks/<int:pk>/": lambda case: "/country-data/checks/1/",
    "country-data/checks/<int:pk>/version/": lambda case: "/country-data/checks/1/version/",
    "country-data/checks/<int:pk>/switch/": lambda case: "/country-data/checks/1/switch/",
    **{
        f"country-data/published/{name}": (
            lambda case, name=name: f"/country-data/published/{name.replace('<int:pk>', '1')}"
        )
        for name in ("", "<int:pk>/", "<int:pk>/quality.xlsx", "labels/", "labels/<int:pk>/")
    },
    **{
        f"country-data/submissions/<uuid:public_id>/findings/{name}": (
            lambda case, name=name: f"/country-data/submissions/{_UUID}/findings/{name.replace('<int:pk>', '1')}"
        )
        for name in ("", "check/", "<int:pk>/explain/", "<int:pk>/waive/", "<int:pk>/reopen/")
    },
}
# Where the number and date of what went, and the public reason, must be told.


def routes(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> Iterator[str]:
    """Yield the route of every address; those of the administration as they stand in regular expressions."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route
