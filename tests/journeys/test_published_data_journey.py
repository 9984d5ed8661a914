"""Data sets as published in a browser: what is wrong with a file, and labels to be decided, sound at every width."""

import pytest

from reports.models import SourceDataset
from tests.factories.core import UserFactory
from tests.factories.reports import PartnerLabelFactory
from tests.journeys.conftest import Visitor
from tests.journeys.test_desk_journey import look, sign_in
from tests.reports.test_published_pages import LABELS, LIST, sample

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_staff_look_at_a_published_file_and_decide_what_a_label_stands_for(visitor: Visitor, prefix: str) -> None:
    dataset: SourceDataset = sample()
    label = PartnerLabelFactory(label="Atlantis")
    name = f"published{prefix.replace('/', '-')}"
    with visitor() as visit:
        sign_in(visit, UserFactory(administrator=True))
        for path, picture in (
            (LIST, "list"),
            (f"{LIST}{dataset.pk}/", "detail"),
            (f"{LIST}{dataset.pk}/?kind={dataset.defects.values_list('kind', flat=True)[0]}", "defect"),
            (LABELS, "labels"),
        ):
            visit.open(f"{prefix}{path}")
            look(visit, f"{name}-{picture}")
        visit.open(f"{prefix}{LABELS}{label.pk}/")
        look(visit, f"{name}-label")
        visit.page.locator('select[name="kind"]').select_option("_SEV")
        with visit.page.expect_navigation():
            visit.page.locator("main form button[type=submit]").click()

    label.refresh_from_db()
    assert label.state == "decided"
