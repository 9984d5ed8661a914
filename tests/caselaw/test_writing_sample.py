"""Every real brief survives being opened and saved."""

import pytest

from caselaw.forms.brief import BriefForm
from caselaw.models import Case
from tests.caselaw.writing import sent
from tests.factories.core import UserFactory


@pytest.mark.usefixtures("sample")
def test_each_brief_of_the_sample_is_valid_and_unchanged_when_sent_back_untouched() -> None:
    user, wrong, count = UserFactory(editor=True), [], 0

    for case in Case.objects.order_by("pk"):
        data = sent(BriefForm(case, user=user))
        again = BriefForm(Case.objects.get(pk=case.pk), user=user, data=data, files={})
        if not again.is_valid() or again.has_changed():
            wrong.append(case.public_id)
        count += 1

    assert (count, wrong) == (86, [])
