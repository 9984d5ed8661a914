"""What the steps write: signatures, versions, messages, extensions; and what they refuse."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils.translation import override

from portal.core.actions import notices
from portal.core.errors import ChangedMeanwhileError, DomainError, IncompleteError, WrongStatusError
from portal.core.models import Notice, User
from reports.actions import reminders, submissions
from reports.actions.hand_in_gate import gaps
from reports.actions.submissions import Answers, mark_of
from reports.choices import Channel, FindingState, RoundState, Severity, SignOffRole, SubmissionState
from reports.exports.content import canonical, content_hash, content_of
from reports.models import Observation, Round, SignOff, Submission
from reports.presenters.mails import TEXTS
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import (
    AnswerFactory,
    AssignmentFactory,
    ClarificationFactory,
    FindingFactory,
    LegalArticleFactory,
    ObservationFactory,
    RoundFactory,
    SourceCitationFactory,
    SubmissionFactory,
    ValidationRuleFactory,
)

pytestmark = pytest.mark.django_db

NOTHING = Answers()
WITH_REASON = Answers(reason="Two tables are from another year.")
REQUIRED = "1.1"


def speaker_of(submission: Submission, **kwargs: object) -> User:
    """Return a focal point of the country."""
    return UserFactory(role="focal_point", country=submission.assignment.country, **kwargs)


def complete_submission(**state: object) -> Submission:
    """Return answers of every kind in a round that asks the complete questionnaire."""
    assignment = AssignmentFactory(round=RoundFactory(complete=True, opened=True))
    submission = SubmissionFactory(assignment=assignment, **(state or {"in_progress": True}))
    questions = {
        one.code: one for part in assignment.round.questionnaire.sections.all() for one in part.questions.all()
    }
    ObservationFactory(submission=submission, value=12)
    ObservationFactory(submission=submission, row_code="f_child", value=None, low=0, high=4, raw_text="<5")
    ObservationFactory(submission=submission, row_code="m_child", value=None, missing_reason="not_available")
    LegalArticleFactory(submission=submission, question=questions["1.2"])
    SourceCitationFactory(submission=submission, question=questions["1.3"])
    AnswerFactory(submission=submission, question=questions["1.4"])
    AnswerFactory(submission=submission, question=questions["2.2"], text="", choice="yes")
    return submission


def told(person: User) -> set[str]:
    """Return the kinds of messages that a person gets."""
    return set(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


class TestHandingIn:
    def test_it_signs_the_content_and_tells_staff_and_the_focal_points(self) -> None:
        submission = complete_submission()
        speaker, other, staff = speaker_of(submission), speaker_of(submission), UserFactory(role="staff")

        submissions.hand_in(
            submission_id=submission.pk, answers=Answers(on_behalf_of=" Minister X "), by=speaker, now=NOW
        )

        submission.refresh_from_db()
        assert (submission.state, submission.submitted_by, submission.on_behalf_of) == (
            SubmissionState.SUBMITTED,
            speaker,
            "Minister X",
        )
        signed = SignOff.objects.get()
        assert (signed.role, signed.user, signed.on_behalf_of) == (SignOffRole.FOCAL_POINT, speaker, "Minister X")
        assert signed.content_hash == content_hash(submission)
        assert told(staff) == {"reports.staff_hand_in"}
        assert told(speaker) == told(other) == {"reports.receipt"}

    def test_it_is_refused_with_every_gap_in_words(self) -> None:
        submission = SubmissionFactory(in_progress=True)
        ObservationFactory(submission=submission, value=None, raw_text="about 12")
        blocker = ValidationRuleFactory(severity=Severity.BLOCKER, collection=submission.assignment.round.collection)
        FindingFactory(submission=submission, rule=blocker)
        FindingFactory(submission=submission)  # a warning keeps nobody

        with pytest.raises(IncompleteError) as refusal:
            submissions.hand_in(submission_id=submission.pk, answers=NOTHING, by=speaker_of(submission), now=NOW)

        first, second = refusal.value.missing
        assert "“about 12”" in first and "Total, 2025" in first
        assert "must be mended" in second

    def test_an_explained_error_keeps_nobody_but_an_explained_blocker_does(self) -> None:
        submission = SubmissionFactory(in_progress=True)
        for severity in (Severity.ERROR, Severity.BLOCKER):
            rule = ValidationRuleFactory(severity=severity, collection=submission.assignment.round.collection)
            explained = {"explanation": "So.", "explained_by": UserFactory(), "explained_at": NOW}
            FindingFactory(submission=submission, rule=rule, state=FindingState.EXPLAINED, **explained)

        (gap,) = gaps(submission)

        assert gap.is_finding and "must be mended" in gap.text

    def test_a_table_that_must_be_filled_names_the_number_of_its_empty_cells(self) -> None:
        round_ = RoundFactory()
        round_.questionnaire.sections.get().questions.update(is_required=True)
        submission = SubmissionFactory(assignment=AssignmentFactory(round=round_), in_progress=True)
        ObservationFactory(submission=submission, value=0)

        (gap,) = gaps(submission)

        assert "14 cells are empty" in gap.text  # 5 rows in 3 years, one filled
        assert (gap.section, gap.question) == ("victims", "1.1")

    def test_after_the_last_day_it_is_refused_with_the_reason(self) -> None:
        submission = SubmissionFactory(in_progress=True)
        day_after = datetime(2026, 5, 1, 12, tzinfo=UTC)

        with pytest.raises(WrongStatusError, match="The last day was"):
            submissions.hand_in(submission_id=submission.pk, answers=NOTHING, by=speaker_of(submission), now=day_after)

    def test_on_the_last_day_it_is_possible_until_the_day_is_over_everywhere(self) -> None:
        submission = SubmissionFactory(in_progress=True)
        still_the_last_day_somewhere = datetime(2026, 5, 1, 11, 59, tzinfo=UTC)

        submissions.hand_in(
            submission_id=submission.pk,
            answers=NOTHING,
            by=speaker_of(submission),
            now=still_the_last_day_somewhere,
        )

    def test_staff_who_enter_on_behalf_name_the_officer(self) -> None:
        submission = SubmissionFactory(in_progress=True, channel=Channel.PROXY)
        staff = UserFactory(role="staff")

        with pytest.raises(IncompleteError):
            submissions.hand_in(submission_id=submission.pk, answers=NOTHING, by=staff, now=NOW)
        submissions.hand_in(submission_id=submission.pk, answers=Answers(on_behalf_of="Mr B"), by=staff, now=NOW)

        assert SignOff.objects.get().role == SignOffRole.RESPONDENT


class TestStalePages:
    def test_a_step_from_a_page_that_shows_a_former_state_is_refused(self) -> None:
        submission = SubmissionFactory(under_review=True)
        staff = UserFactory(role="staff")
        seen = mark_of(submission)
        ClarificationFactory(submission=submission, state="closed")
        submissions.return_for_changes(submission_id=submission.pk, answers=WITH_REASON, by=staff, now=NOW)
        submission.refresh_from_db()
        submission.state, submission.state_since = SubmissionState.UNDER_REVIEW, NOW + timedelta(hours=1)
        submission.save()

        with pytest.raises(ChangedMeanwhileError, match="Somebody else was faster"):
            submissions.accept(submission_id=submission.pk, answers=Answers(seen=seen), by=staff, now=NOW)


class TestNewVersion:
    def test_it_copies_everything_and_leaves_the_former_one_as_it_was_signed(self) -> None:
        former = complete_submission(accepted=True)
        explained = {"explanation": "So.", "explained_by": UserFactory(), "explained_at": NOW}
        FindingFactory(submission=former, state=FindingState.EXPLAINED, **explained)
        FindingFactory(submission=former)
        speaker, before = speaker_of(former), content_hash(former)

        opened = submissions.reopen(submission_id=former.pk, answers=WITH_REASON, by=UserFactory(role="staff"), now=NOW)

        former.refresh_from_db()
        assert (former.is_current, former.state) == (False, SubmissionState.ACCEPTED)
        assert (opened.number, opened.state, opened.is_current) == (2, SubmissionState.IN_PROGRESS, True)
        assert content_hash(opened) == before == content_hash(former)
        assert content_of(opened)["figures"] and content_of(opened)["sources"] and content_of(opened)["articles"]
        assert [finding.state for finding in opened.findings.all()] == [FindingState.EXPLAINED]
        Observation.objects.filter(submission=opened).update(
            value=13, low=None, high=None, missing_reason="", raw_text=""
        )
        assert content_hash(former) == before
        assert told(speaker) == {"reports.country_reopen"}

    def test_it_is_refused_while_nobody_could_write_in_it(self) -> None:
        submission = SubmissionFactory(accepted=True)
        Round.objects.update(state=RoundState.ANALYSIS)

        with pytest.raises(WrongStatusError, match="The round is closed"):
            submissions.reopen(submission_id=submission.pk, answers=WITH_REASON, by=UserFactory(role="staff"), now=NOW)


class TestContent:
    def test_the_hash_does_not_depend_on_the_order_of_typing_or_on_who_typed(self) -> None:
        one, two = complete_submission(), None
        assignment = one.assignment
        Submission.objects.filter(pk=one.pk).update(is_current=False)
        two = SubmissionFactory(assignment=assignment, in_progress=True, number=2)
        for cell in Observation.objects.filter(submission=one).order_by("-pk"):
            cell.pk, cell.submission, cell.changed_by = None, two, UserFactory()
            cell.save(force_insert=True)

        assert content_of(two)["figures"] == content_of(one)["figures"]

    @pytest.mark.parametrize(
        "change", [{"value": 0}, {"comment": "From the courts."}, {"source": "Police"}, {"year": 2024}]
    )
    def test_every_part_of_a_figure_counts(self, change: dict[str, object]) -> None:
        submission = SubmissionFactory(in_progress=True)
        ObservationFactory(submission=submission)
        before = content_hash(submission)

        Observation.objects.update(**change)

        assert content_hash(submission) != before

    def test_the_form_is_json_with_sorted_keys_in_utf_8(self) -> None:
        assert canonical({"b": "é", "a": [1, None]}) == b'{"a":[1,null],"b":"\xc3\xa9"}'


class TestMoreTime:
    def test_it_needs_a_later_day_and_opens_the_answers_until_then(self) -> None:
        submission = SubmissionFactory(in_progress=True)
        staff, speaker = UserFactory(role="staff"), speaker_of(submission)
        for day in (None, date(2026, 4, 30), date(2026, 4, 1)):
            with pytest.raises(DomainError, match="later than the present one"):
                submissions.extend(
                    submission_id=submission.pk, answers=Answers(reason="Late.", extended_to=day), by=staff, now=NOW
                )

        submissions.extend(
            submission_id=submission.pk,
            answers=Answers(reason="New staff.", extended_to=date(2026, 5, 15)),
            by=staff,
            now=NOW,
        )

        assignment = Submission.objects.with_context().get().assignment
        assert (assignment.due_on, assignment.extension_reason, assignment.extended_by) == (
            date(2026, 5, 15),
            "New staff.",
            staff,
        )
        assert told(speaker) == {"reports.country_extend"}


class TestMessages:
    def test_every_message_can_be_written_in_every_language_with_its_link(self) -> None:
        person = UserFactory()
        values = dict.fromkeys(("by", "reason", "subject", "hash", "link", "collection", "code"), "x") | {
            "country": {"en": "Chile"},
            "round": {"en": "Round"},
            "section": {"en": "Part"},
            "day": "2026-04-30",
        }
        values |= {"submission": "6f2f6a0e-3c5c-4d0c-8a4e-0a4b6a1f2b3c", "count": 3}

        for language in ("en", "ar"):
            for kind in TEXTS:
                notice = Notice(kind=kind, recipient=person, context=values)
                with override(language):
                    subject, body = notices._kinds[kind].writer(notice)
                assert subject and "%(" not in subject + body, kind
                assert ("/ar/country-data/" if language == "ar" else "/country-data/") in body.split("\n\n")[-1], kind

    def test_they_go_out_in_the_language_of_the_recipient(self) -> None:
        submission = SubmissionFactory(under_review=True)
        speaker_of(submission, language="fr")

        submissions.accept(submission_id=submission.pk, answers=NOTHING, by=UserFactory(role="staff"), now=NOW)
        notices.send_due(now=NOW)

        (message,) = mail.outbox
        assert f"/fr/country-data/submissions/{submission.public_id}/hand-in/" in message.body


class TestReminders:
    DAYS = {20: [], 14: ["14"], 13: ["14"], 7: ["7"], 6: ["7"], 1: ["1"], 0: ["1"], -1: ["over"], -5: ["over"]}

    @pytest.mark.parametrize("left", DAYS)
    def test_the_country_is_reminded_14_7_and_1_days_before_and_on_the_day_after(self, left: int) -> None:
        submission = SubmissionFactory(in_progress=True)
        speaker = speaker_of(submission)
        officer = UserFactory(role="statistics_officer", country=submission.assignment.country)
        noon = datetime(2026, 4, 30, 18, tzinfo=UTC) - timedelta(days=left)

        reminders.remind(now=noon)
        reminders.remind(now=noon + timedelta(hours=1))

        for person in (speaker, officer):
            keys = [notice.subject_key for notice in Notice.objects.filter(recipient=person)]
            assert [key.rpartition(":")[2] for key in keys] == self.DAYS[left]

    def test_over_all_days_each_person_hears_four_times(self) -> None:
        submission = SubmissionFactory(in_progress=True)
        speaker = speaker_of(submission)

        for day in range(40):
            reminders.remind(now=datetime(2026, 4, 1, 18, tzinfo=UTC) + timedelta(days=day))

        kinds = list(Notice.objects.filter(recipient=speaker).order_by("pk").values_list("kind", flat=True))
        assert kinds == [reminders.DUE, reminders.DUE, reminders.DUE, reminders.OVERDUE]

    def test_who_has_handed_in_is_left_in_peace(self) -> None:
        speaker_of(SubmissionFactory(submitted=True))

        reminders.remind(now=datetime(2026, 5, 20, tzinfo=UTC))

        assert not Notice.objects.exists()

    def test_silence_counts_as_no_objection_and_is_signed_by_nobody(self) -> None:
        submission = SubmissionFactory(accepted=True)
        speaker, staff = speaker_of(submission), UserFactory(role="staff")
        submissions.send_for_validation(submission_id=submission.pk, answers=NOTHING, by=staff, now=NOW)
        submission.refresh_from_db()
        assert submission.objections_until == date(2026, 4, 1)  # 30 days

        assert reminders.deem_no_objection(now=datetime(2026, 4, 2, 11, tzinfo=UTC)) == 0
        assert reminders.deem_no_objection(now=datetime(2026, 4, 2, 12, tzinfo=UTC)) == 1
        assert reminders.deem_no_objection(now=datetime(2026, 4, 3, 12, tzinfo=UTC)) == 0

        submission.refresh_from_db()
        signed = SignOff.objects.get()
        assert submission.state == SubmissionState.NO_OBJECTION
        assert (signed.is_deemed, signed.user, signed.role) == (True, None, SignOffRole.MEMBER_STATE)
        assert "reports.country_no_objection" in told(speaker)

    def test_the_secretariat_hears_of_countries_overdue_for_a_week_once(self) -> None:
        submission = SubmissionFactory(in_progress=True)
        SubmissionFactory(assignment=AssignmentFactory(round=submission.assignment.round))
        staff = UserFactory(role="staff")

        for hour in range(3):
            reminders.escalate(now=datetime(2026, 5, 9, hour + 12, tzinfo=UTC))

        notice = Notice.objects.get(recipient=staff)
        assert (notice.kind, notice.context["count"]) == (reminders.OVERDUE_COUNTRIES, 2)
