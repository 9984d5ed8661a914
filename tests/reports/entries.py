"""What tests of the form share: a round with its people."""

from dataclasses import dataclass
from datetime import timedelta

from portal.core.models import Country, User
from reports.actions.answers import CellResult, write_cells
from reports.cells import CellEntry, CellKey
from reports.choices import DelegationState
from reports.models import Observation, Section, Submission
from tests.factories.core import NOW, CountryFactory, UserFactory
from tests.factories.reports import RoundFactory, SectionDelegationFactory, SubmissionFactory

LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Desk:
    """A country's answers in an open round, its officer, and a colleague with the section "origin"."""

    submission: Submission
    country: Country
    officer: User
    colleague: User

    @property
    def url(self) -> str:
        """The address of the overview."""
        return f"/country-data/submissions/{self.submission.public_id}/"

    def section_url(self, code: str) -> str:
        """The address of a section's page."""
        return f"{self.url}sections/{code}/"

    def write(self, cell: str, text: str, *, seen: int = 0, by: User | None = None) -> CellResult:
        """Write one cell."""
        return self.write_all({cell: text}, seen=seen, by=by)[0]

    def write_all(self, cells: dict[str, str], *, seen: int = 0, by: User | None = None) -> list[CellResult]:
        """Write cells that were all seen in the same version."""
        entries = [CellEntry(CellKey.parse(key), text=text, seen=seen) for key, text in cells.items()]
        return write_cells(submission_id=self.submission.pk, entries=entries, by=by or self.officer, now=LATER)

    def cell(self, key: str) -> Observation:
        """Return what is stored in a cell."""
        address = CellKey.parse(key)
        return self.submission.observations.get(
            question__code=address.question, row_code=address.row, year=address.year
        )


def desk() -> Desk:
    """Make a desk with the complete questionnaire of the factories."""
    country = CountryFactory()
    round_ = RoundFactory(opened=True, complete=True)
    submission = SubmissionFactory(assignment__round=round_, assignment__country=country)
    officer = UserFactory(role="statistics_officer", country=country, full_name="Olga Officer")
    colleague = UserFactory(full_name="Carl Colleague")
    give(submission, "origin", colleague, by=officer)
    return Desk(submission, country, officer, colleague)


def give(submission: Submission, section: str, user: User, *, by: User, may_write: bool = True) -> None:
    """Hand a section over to a person who has accepted it."""
    SectionDelegationFactory(
        assignment=submission.assignment,
        section=Section.objects.get(questionnaire=submission.assignment.round.questionnaire, code=section),
        user=user,
        email=user.email,
        state=DelegationState.ACCEPTED,
        may_write=may_write,
        invited_by=by,
    )
