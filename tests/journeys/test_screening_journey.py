"""The data-protection officer's pages in a real browser: the check for names, its list, and redaction."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from caselaw.models import Case
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, CaseTextFactory
from tests.factories.core import UserFactory
from tests.journeys.conftest import Visit, Visitor

pytestmark = pytest.mark.journey

LONG = "Mrs Vargas-Quispe-Mamani wrote from rosa.vargas.quispe.mamani.of.the.long.address@mail.example to the farm."


@pytest.fixture
def case(portal: str) -> Case:
    case = CaseFactory(official_title="Republic v. Journey")
    CaseTextFactory(case=case, fact_summary=LONG)
    return case


def sign_in(visit: Visit, user: User) -> None:
    """Sign in without the page, whose journey is another one."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    visit.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": visit.portal}])


def keep_picture(visit: Visit, name: str) -> None:
    """Keep a picture of the page at two widths when PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        for width in (390, 1280):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ar", "/ar")])
def test_an_officer_explains_lists_and_redacts(visitor: Visitor, case: Case, language: str, prefix: str) -> None:
    with visitor() as visit:
        sign_in(visit, UserFactory(administrator=True))
        visit.open(f"{prefix}/desk/cases/{case.uuid}/screening/")
        visit.check()
        visit.check_direction(language)
        keep_picture(visit, f"screening-{language}")
        visit.page.locator("form:has(input[name=fingerprint]) input[name=reason]").first.fill("Made up.")
        visit.page.locator("form:has(input[name=fingerprint]) button").first.click()
        visit.page.locator("input[name=name]").fill("Vargas-Quispe-Mamani")
        visit.page.locator("form:has(input[name=name]) button").click()
        visit.check()
        keep_picture(visit, f"screening-after-{language}")

        visit.open(f"{prefix}/desk/cases/{case.uuid}/redaction/")
        visit.check()
        visit.page.locator("textarea[name=texts]").fill("Vargas-Quispe-Mamani")
        visit.page.locator("main form button[type=submit]").click()
        visit.check()
        keep_picture(visit, f"redaction-{language}")
        visit.page.locator("input[name=is_understood]").check()
        visit.page.locator("button[name=confirm]").click()
        visit.page.locator("table.kp-table").wait_for()
        visit.check()
        keep_picture(visit, f"redaction-done-{language}")

    assert case.texts.get().fact_summary.startswith("Mrs [name removed] wrote")
