"""Triggers that several models share."""

import pgtrigger

from caselaw.anonymisation.defendants import ACQUITTALS


def same_case_guard(fault: str) -> pgtrigger.Trigger:
    """Return a trigger that refuses a row joining parts of different cases; `fault` is SQL that is true for one."""
    return pgtrigger.Trigger(
        name="parts_of_one_case",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF {fault} THEN
                RAISE EXCEPTION 'What is joined here must belong to the same case.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def second_person_guard() -> pgtrigger.Trigger:
    """Return a trigger on briefs: who has a part in the words neither accepts nor clears them."""
    return pgtrigger.Trigger(
        name="checked_by_a_second_person",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__cleared_by__isnull=False) | pgtrigger.Q(new__accepted_by__isnull=False),
        func="""
            IF NEW.accepted_by_id = NEW.created_by_id OR EXISTS (
                SELECT FROM caselaw_caseauthor
                WHERE case_id = NEW.id AND user_id IN (NEW.cleared_by_id, NEW.accepted_by_id)
            ) THEN
                RAISE EXCEPTION 'Who has written in this brief neither accepts nor clears it.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def author_is_no_checker_guard() -> pgtrigger.Trigger:
    """Return a trigger on authors: who accepted or cleared the present words does not become their author."""
    return pgtrigger.Trigger(
        name="author_is_no_checker",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF EXISTS (
                SELECT FROM caselaw_case
                WHERE id = NEW.case_id AND NEW.user_id IN (cleared_by_id, accepted_by_id)
            ) THEN
                RAISE EXCEPTION 'Who has accepted or cleared this brief does not write in it; re-open it first.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def immutable_guard(*, but: str) -> pgtrigger.Trigger:
    """Return a trigger that refuses to change or delete rows, except the column `but`; redaction alone sets it aside."""
    return pgtrigger.Trigger(
        name="immutable",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(NEW) - '{but}' = to_jsonb(OLD) - '{but}' THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'What was published is kept as it was.' USING ERRCODE = 'check_violation';
        """,
    )


def acquitted_by_initials_guard() -> pgtrigger.Trigger:
    """Return a trigger that refuses to publish a brief which shows a person acquitted of everything by name."""
    acquittals = ", ".join(f"'{code}'" for code in sorted(ACQUITTALS))
    return pgtrigger.Trigger(
        name="acquitted_by_initials",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__status="published"),
        func=f"""
            IF EXISTS (
                SELECT FROM caselaw_defendant defendant
                WHERE defendant.case_id = NEW.id AND defendant.kind = 'natural' AND defendant.name_policy <> 'initials'
                AND EXISTS (SELECT FROM caselaw_charge WHERE defendant_id = defendant.id)
                AND NOT EXISTS (
                    SELECT FROM caselaw_charge charge JOIN core_term verdict ON verdict.id = charge.verdict_id
                    WHERE charge.defendant_id = defendant.id AND verdict.code NOT IN ({acquittals})
                )
            ) THEN
                RAISE EXCEPTION 'A person acquitted of everything is shown by initials.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  the codes are constants
    )
