"""A reader reports that a person can be recognised, the desk answers, an auditor sees who did what."""

import os
from pathlib import Path

import pytest
from django.test import Client

from caselaw.models import Case, CorrectionRequest
from portal.core.models import User
from tests.factories.core import UserFactory
from tests.journeys.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = pytest.mark.journey


def sign_in_as(visit: Visit, user: User) -> None:
    """Be signed in, without the form."""
    client = Client()
    client.force_login(user)
    visit.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visit.portal}]
    )


def picture(visit: Visit, name: str) -> None:
    """Keep a picture of the page where PICTURES says so."""
    folder = os.environ.get("PICTURES")
    for width in (NARROW, WIDE) if folder else ():
        visit.page.set_viewport_size({"width": width, "height": 900})
        visit.page.screenshot(path=Path(str(folder)) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_a_report_is_followed_from_the_reader_to_the_auditor(visitor: Visitor, prefix: str) -> None:
    case = Case.objects.published().order_by("pk")[1 if prefix else 0]
    words = f"The village and the age name the applicant {prefix}."
    with visitor(java_script_enabled=False) as visit:
        visit.open(f"{prefix}/cases/{case.public_id}/correction/")
        visit.page.locator('input[name="kind"][value="privacy"]').check()
        visit.page.locator('textarea[name="text"]').fill(words)
        visit.page.wait_for_timeout(3500)
        visit.page.locator('main button[type="submit"]').click()
        visit.page.wait_for_url("**/cases/corrections/**")
        assert words not in visit.page.content()

    with visitor() as visit:
        visit.open(f"{prefix}/cases/{case.public_id}/correction/")
        visit.page.locator('main button[type="submit"]').click()
        assert visit.page.locator(".kp-summary").is_visible()
        visit.complaints.clear()  # the browser tells of the answer 422
        visit.check()
        picture(visit, f"report{prefix.replace('/', '-')}")

    report = CorrectionRequest.objects.get(text=words)
    editor = UserFactory(email=f"desk{len(prefix)}@x.example", editor=True)
    with visitor() as visit:
        sign_in_as(visit, editor)
        for name, address in (
            ("list", "/desk/corrections/"),
            ("detail", f"/desk/corrections/{report.uuid}/"),
            ("timeline", f"/desk/cases/{case.uuid}/timeline/"),
        ):
            visit.open(prefix + address)
            visit.check()
            picture(visit, name + prefix.replace("/", "-"))
        visit.open(f"{prefix}/desk/corrections/{report.uuid}/")
        visit.page.locator('textarea[name="answer"]').fill("The age is now given as a range.")
        visit.page.locator('button[value="answer"]').click()
        visit.page.wait_for_load_state()
        assert "The age is now given as a range." in visit.page.locator("main").inner_text()

    with visitor() as visit:
        sign_in_as(visit, UserFactory(email=f"audit{len(prefix)}@x.example", permissions=("core.view_audit_log",)))
        visit.open(f"{prefix}/desk/log/?action=correction.answered")
        visit.check()
        picture(visit, f"log{prefix.replace('/', '-')}")
        visit.page.locator(".kp-trail a").first.click()
        visit.check()
        picture(visit, f"entry{prefix.replace('/', '-')}")
        visit.open(f"{prefix}/cases/withdrawn/")
        visit.check()
