"""What an editor does, in a real browser: sign in, look around, hand in a file, follow the job, sign out."""

import json
from pathlib import Path

import pytest
from django.conf import settings

import caselaw.tasks  # noqa: F401  a worker would load it: it registers the handler of imports
from caselaw.models import Case, ImportBatch
from portal.core.actions.demo import EDITOR_EMAIL, PASSWORD
from portal.jobs import running
from portal.jobs.models import Job
from tests.journeys.conftest import Visit, Visitor

pytestmark = pytest.mark.journey

TITLE = "Republic v. Journey"
ROWS_AT_LEAST = 20
_SECRET = {"title_names_victim", "title_public", "title_reason"}


@pytest.fixture
def import_file(tmp_path: Path) -> Path:
    """A file with one new case."""
    sample = json.loads((settings.ROOT / "caselaw" / "sample" / "landmark_cases.json").read_text(encoding="utf-8"))
    base = next(case for case in sample["cases"] if not case.get("title_names_victim"))
    case = {key: value for key, value in base.items() if key not in _SECRET}
    case |= {"slug": "journey", "title": TITLE, "citations": ["Docket no. 77/2026"]}
    path = tmp_path / "one.json"
    path.write_text(json.dumps({**sample, "source_system": "journey", "cases": [case]}), encoding="utf-8")
    return path


def sign_in(visit: Visit, prefix: str = "") -> None:
    """Sign in as the demo editor."""
    visit.open(f"{prefix}/account/")
    visit.page.locator('input[name="username"]').fill(EDITOR_EMAIL)
    visit.page.locator('input[name="password"]').fill(PASSWORD)
    visit.page.locator('main button[type="submit"]').click()
    visit.page.wait_for_url(f"**{prefix}/account/")


def sign_out(visit: Visit, prefix: str = "") -> None:
    """Sign out, and see that the account is closed."""
    visit.page.locator("form[action$='/sign-out/'] button").first.click()
    visit.page.wait_for_url(f"**{prefix}/")
    visit.open(f"{prefix}/account/")
    assert "/account/sign-in/" in visit.path


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ar", "/ar")])
def test_an_editor_signs_in_and_out(visitor: Visitor, language: str, prefix: str) -> None:
    with visitor() as visit:
        visit.open(f"{prefix}/account/sign-in/")
        visit.page.locator('input[name="username"]').fill(EDITOR_EMAIL)
        visit.page.locator('input[name="password"]').fill("wrong")
        visit.page.locator('main button[type="submit"]').click()
        assert visit.page.evaluate("document.activeElement.classList.contains('kp-summary')")
        visit.check()

        sign_in(visit, prefix)
        assert visit.page.locator("h1").inner_text() == "Demo editor"
        visit.check_direction(language)
        visit.check()
        for path in ("/desk/imports/", "/about/components/"):
            visit.open(prefix + path)
            visit.check_direction(language)
            visit.check()
        visit.open(f"{prefix}/cases/")
        visit.page.locator(".kp-result h3 a").first.click()
        assert visit.page.locator('.kp-actions a[href*="/desk/cases/"]').is_visible()

        sign_out(visit, prefix)
        visit.check_quiet()


def test_an_editor_opens_a_brief_in_the_administration(visitor: Visitor) -> None:
    with visitor() as visit:
        sign_in(visit)
        visit.page.locator('a[href="/admin/"]').click()
        visit.open("/admin/caselaw/case/")
        assert visit.page.locator("#result_list tbody tr").count() > ROWS_AT_LEAST
        visit.page.locator("#result_list tbody th a").first.click()
        visit.page.wait_for_url("**/change/**")
        assert visit.page.locator('input[name="_save"], form').first.is_visible()

        visit.check_quiet()  # the content policy is kept by the admin's own pages too


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_editor_hands_in_a_file_confirms_and_undoes(
    visitor: Visitor, import_file: Path, *, has_scripts: bool
) -> None:
    with visitor(java_script_enabled=has_scripts) as visit:
        page = visit.page
        sign_in(visit)
        page.locator('main a[href="/desk/imports/"]').click()
        page.locator('input[type="file"]').set_input_files(import_file)
        page.locator('main form[enctype] button[type="submit"]').click()
        page.wait_for_url("**/desk/imports/*-*/")
        batch = ImportBatch.objects.latest("pk")
        assert "one.json" in page.locator("h1").inner_text()

        # With scripts the page asks again each second, without them it loads itself again.
        running.run(batch.job_id or 0)
        page.locator("form[action$='/confirm/'] button").click()
        running.run(Job.objects.latest("pk").pk)
        page.locator("form[action$='/undo/'] button").wait_for()
        assert Case.objects.filter(official_title=TITLE).exists()
        if has_scripts:
            visit.check()

        page.locator("form[action$='/undo/'] button").click()
        running.run(Job.objects.latest("pk").pk)
        page.locator(".kp-status--closed").wait_for()
        assert not Case.objects.filter(official_title=TITLE).exists()
        visit.check_quiet()


def test_an_editor_reads_what_is_wrong_with_a_file(visitor: Visitor, import_file: Path) -> None:
    content = json.loads(import_file.read_text(encoding="utf-8"))
    content["cases"][0] |= {"jurisdiction": "NOWHERE", "decision_date": "2031-01-01"}
    import_file.write_text(json.dumps(content), encoding="utf-8")
    with visitor() as visit:
        sign_in(visit)
        visit.open("/desk/imports/")
        visit.check()
        visit.page.locator('input[type="file"]').set_input_files(import_file)
        visit.page.locator('main form[enctype] button[type="submit"]').click()
        visit.page.wait_for_url("**/desk/imports/*-*/")
        running.run(Job.objects.latest("pk").pk)

        visit.page.locator(".kp-status--failed").wait_for()

        assert visit.page.locator("#findings ~ div tbody tr").count() == 2
        visit.check()
