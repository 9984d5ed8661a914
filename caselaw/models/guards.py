"""Triggers that several models share."""

import pgtrigger


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
