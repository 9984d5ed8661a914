"""Put the rows of a case together to the object that the JSON format describes, and remember where each part stands."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from caselaw.importing.findings import Place
from caselaw.importing.grids import Grids
from caselaw.importing.tables import BY_NAME, CHARGES, DEFENDANTS, FINDING_LISTS, FINDINGS, SANCTIONS, TABLES, Table

_NUMBER = re.compile(r"\[\d+\]")
_ORDER = [table.name for table in TABLES]
_NO_REFERENCE = object()
Raw = dict[str, Any]


@dataclass(slots=True)
class Assembly:
    """One case, put together from its rows."""

    key: str
    grids: Grids
    raw: Raw = field(default_factory=dict)
    # The row of each part, by its path in the case.
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)
    _defendants: dict[int, tuple[Raw, str]] = field(default_factory=dict)
    _charges: dict[tuple[int, int], tuple[Raw, str]] = field(default_factory=dict)

    def build(self) -> Raw:
        """Put the case together."""
        rows = sorted(self.grids.spool.rows(self.key), key=lambda row: (_ORDER.index(row[0]), row[1]))
        for name, number, values in rows:
            self._add(BY_NAME[name], number, values)
        return self.raw

    def locate(self, path: str) -> Place:
        """Return where the value at a path stands: the row of the deepest part above it, and the value's column."""
        part = path
        while part and part not in self.parts:
            part = part[: max(part.rfind("."), part.rfind("["), 0)]
        name, row = self.parts.get(part, ("cases", 0))
        table = BY_NAME[name]
        entry = _NUMBER.sub("", path[len(part) :]).lstrip(".")
        header = (table.column_for(entry) if entry else "") or table.main
        return self.grids.place(name, row, header)

    def _add(self, table: Table, row: int, values: Raw) -> None:
        item = _nested(table, values)
        if table.name == "cases":
            self.raw = {"slug": self.key, **item}
            self.parts[""] = (table.name, row)
        elif table is FINDINGS:
            self._add_finding(row, item)
        elif table is CHARGES:
            self._add_charge(row, item)
        elif table is SANCTIONS:
            self._add_sentence(row, item)
        else:
            path = self._append(self.raw, "", table.list_entry, _FINISHED.get(table.name, _as_it_is)(item))
            self.parts[path] = (table.name, row)
            if table is DEFENDANTS:
                self._number_defendant(row, path)

    def _append(self, holder: Raw, path: str, entry: str, item: Any) -> str:
        items = holder.setdefault(entry, [])
        items.append(item)
        return f"{path}.{entry}[{len(items) - 1}]"

    def _add_finding(self, row: int, item: Raw) -> None:
        vocabulary = item.pop("vocabulary", "")
        prefix, colon, rest = str(item.get("term", "")).partition(":")
        if colon and prefix in FINDING_LISTS and vocabulary in ("", prefix):
            vocabulary, item["term"] = prefix, rest.strip()
        if vocabulary not in FINDING_LISTS:
            why = _("It is not said which vocabulary the term belongs to.")
            remedy = _("Use one of: %(values)s.") % {"values": ", ".join(FINDING_LISTS)}
            self._error(FINDINGS, row, "vocabulary", vocabulary, why, remedy)
            return
        path = self._append(self.raw, "", FINDING_LISTS[vocabulary], item)
        self.parts[path] = (FINDINGS.name, row)

    def _number_defendant(self, row: int, path: str) -> None:
        item = self.raw["defendants"][-1]
        number = item.pop("number", None) or len(self._defendants) + 1
        if number in self._defendants:
            why = _("Another defendant of the case has this number.")
            self._error(DEFENDANTS, row, "defendant", number, why, _("Give each its own."))
        self._defendants[number] = (item, path)

    def _add_charge(self, row: int, item: Raw) -> None:
        found = self._referred(CHARGES, row, "defendant", item.pop("defendant", None), self._defendants)
        if found is None:
            return
        number, (defendant, path) = found
        charge = item.pop("number", None) or len(defendant.get("charges", ())) + 1
        if (number, charge) in self._charges:
            why = _("Another charge of the defendant has this number.")
            self._error(CHARGES, row, "charge", charge, why, _("Give each its own."))
        where = self._append(defendant, path, "charges", item)
        self.parts[where] = (CHARGES.name, row)
        self._charges[number, charge] = (item, where)

    def _add_sentence(self, row: int, item: Raw) -> None:
        found = self._referred(SANCTIONS, row, "defendant", item.pop("defendant", None), self._defendants)
        if found is None:
            return
        number, (holder, path) = found
        if (charge := item.pop("charge", None)) is not None:
            of_defendant = {key[1]: value for key, value in self._charges.items() if key[0] == number}
            chosen = self._referred(SANCTIONS, row, "charge", charge, of_defendant)
            if chosen is None:
                return
            holder, path = chosen[1]
        self._merge_sentence(row, holder, f"{path}.sentence", item)

    def _merge_sentence(self, row: int, holder: Raw, path: str, item: Raw) -> None:
        """Several rows may describe one sentence: measures add up, anything else may not be said differently."""
        sentence = holder.setdefault("sentence", {})
        self.parts.setdefault(path, (SANCTIONS.name, row))
        for entry, value in item.items():
            if entry == "other":
                self._add_measure(row, sentence, path, value)
            elif sentence.setdefault(entry, value) != value:
                why = _("Row %(row)d says something else of the same sentence.") % {"row": self.parts[path][1]}
                header = SANCTIONS.column_for(entry)
                self._error(SANCTIONS, row, header, value, why, _("Keep one of the two."))

    def _add_measure(self, row: int, sentence: Raw, path: str, value: Raw) -> None:
        where = self._append(sentence, path, "other", value if "term" in value else value["text"])
        self.parts[where] = (SANCTIONS.name, row)

    def _referred(self, table: Table, row: int, header: str, number: Any, known: dict[int, Any]) -> Any:
        """Return the number and what it refers to; an unknown one is an error that names the known ones."""
        if number in known:
            return number, known[number]
        why = _("The case has no %(what)s with this number.") % {"what": header}
        numbers = ", ".join(str(key) for key in known) or "–"
        self._error(table, row, header, number, why, _("Known numbers: %(numbers)s.") % {"numbers": numbers})
        return None

    def _error(self, table: Table, row: int, header: str, value: Any, why: str, remedy: str) -> None:
        place = self.grids.place(table.name, row, header)
        self.grids.findings.error_at(place, "" if value is None else value, why, remedy)


def _nested(table: Table, values: Raw) -> Raw:
    """Return a row as an object: "court.name" becomes an object in an object."""
    item: Raw = {}
    for name, value in values.items():
        *above, last = table.by_name[name].target.split(".")
        holder = item
        for step in above:
            holder = holder.setdefault(step, {})
        holder[last] = value
    return item


def _as_it_is(item: Raw) -> Raw:
    return item


def _proceeding(item: Raw) -> Raw:
    outcome = item.get("outcome")
    return item | {"outcome": outcome["text"]} if outcome and "term" not in outcome else item


def _journey(item: Raw) -> Raw:
    """A place that is no more than a country is written as such."""
    ends = {end: item[end]["country"] for end in ("from", "to") if list(item.get(end, ())) == ["country"]}
    return item | ends


_FINISHED = {"proceedings": _proceeding, "routes": _journey}
