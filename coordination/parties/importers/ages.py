"""Counts of inhabitants by municipality, year and age group, as an authority delivers them."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from coordination.parties.enums import IdentifierSystem
from coordination.parties.models import Identifier, Organisation, Population

COLUMNS = ("kommunekode", "aar", "aldersgruppe", "antal")
AGES = re.compile(r"(\d{1,3})(?:-(\d{1,3})|\+)", re.ASCII)
EVERYBODY = "alle"
YEARS = range(2007, 2100)
OLDER_THAN_ANYBODY = 1000


class BadCount(ValueError):
    """A file or a row of counts that cannot be read, and why."""


@dataclass
class CountsRead:
    """What became of the rows of a file; rejects are (line, reason)."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejects: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """The ages from `from_age` up to, not including, `before_age`; without end when None."""

    from_age: int
    before_age: int | None

    def overlaps(self, other: "Group") -> bool:
        """Tell whether an age is in both; all ages together stand beside the groups."""
        everybody = [group == Group(0, None) for group in (self, other)]
        if any(everybody):
            return all(everybody)
        mine, theirs = (row.before_age or OLDER_THAN_ANYBODY for row in (self, other))
        return self.from_age < theirs and other.from_age < mine


class Counts:
    """What is counted already, read once, so that a file costs a fixed number of questions."""

    def __init__(self) -> None:
        held = Identifier.objects.filter(system=IdentifierSystem.MUNICIPALITY_CODE)
        self._codes = {row.value: row.organisation for row in held.select_related("organisation")}
        self._known: dict[tuple[int, date], dict[Group, Population]] = {}
        for row in Population.objects.filter(organisation__in=self._codes.values()):
            groups = self._known.setdefault((row.organisation_id, row.counted_on), {})
            groups[Group(row.from_age, row.before_age)] = row
        self._seen: set[tuple[int, date, Group]] = set()
        self.new: list[Population] = []
        self.changed: list[Population] = []

    def enter(self, row: dict[str, str]) -> None:
        """Take one row in. Raises `BadCount` for one that cannot be read or counts an age twice."""
        code, year, ages, count = ((row[name] or "").strip() for name in COLUMNS)
        organisation = self._codes.get(code.zfill(4))
        if organisation is None:
            raise BadCount(_("Ingen kommune har koden »%s«.") % code)
        day, group = _new_year(year), _group(ages)
        inhabitants = _whole(count)
        groups = self._known.setdefault((organisation.pk, day), {})
        if (organisation.pk, day, group) in self._seen:
            raise BadCount(
                _("Gruppen »%s« står allerede i filen for den kommune og det år.") % ages
            )
        if group not in groups and any(group.overlaps(other) for other in groups):
            raise BadCount(_("Gruppen »%s« har alder til fælles med en anden gruppe.") % ages)
        self._seen.add((organisation.pk, day, group))
        self._count(groups, organisation, day, group, inhabitants)

    def _count(
        self,
        groups: dict[Group, Population],
        organisation: Organisation,
        day: date,
        group: Group,
        inhabitants: int,
    ) -> None:
        known = groups.get(group)
        if known is None:
            groups[group] = Population(
                organisation=organisation,
                counted_on=day,
                from_age=group.from_age,
                before_age=group.before_age,
                inhabitants=inhabitants,
            )
            self.new.append(groups[group])
        elif known.inhabitants != inhabitants:
            known.inhabitants = inhabitants
            self.changed.append(known)


@transaction.atomic
def load_age_counts(lines: Iterable[str], *, dry_run: bool = False) -> CountsRead:
    """Read counts: all of a file, or nothing of it where a row is rejected.

    The columns are `kommunekode;aar;aldersgruppe;antal`; an age group is "65+", "65-69" or "alle",
    counted on 1 January. Read again, a file changes nothing; a corrected count replaces its row.
    """
    rows = csv.DictReader((line.removeprefix("\ufeff") for line in lines), delimiter=";")
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise BadCount(_("Filen mangler kolonnerne %s.") % ", ".join(missing))
    counts, result = Counts(), CountsRead()
    total = 0
    for row in rows:
        total += 1
        try:
            counts.enter(row)
        except BadCount as error:
            result.rejects.append((rows.line_num, str(error)))
    result.new, result.changed = len(counts.new), len(counts.changed)
    result.unchanged = total - result.new - result.changed - len(result.rejects)
    if not dry_run and not result.rejects:
        Population.objects.bulk_create(counts.new, batch_size=2000)
        Population.objects.bulk_update(counts.changed, ["inhabitants"], batch_size=2000)
    return result


def _new_year(text: str) -> date:
    if not (text.isascii() and text.isdigit()) or int(text) not in YEARS:
        raise BadCount(_("»%s« er ikke et årstal fra 2007 til 2099.") % text)
    return date(int(text), 1, 1)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 8:
        raise BadCount(_("»%s« er ikke et helt antal.") % text)
    return int(text)


def _group(text: str) -> Group:
    if text == EVERYBODY:
        return Group(0, None)
    found = AGES.fullmatch(text)
    if found is None:
        raise BadCount(_("»%s« er ikke en aldersgruppe som 65+, 65-69 eller alle.") % text)
    if found[2] is None:
        return Group(int(found[1]), None)
    if int(found[2]) < int(found[1]):
        raise BadCount(_("Aldersgruppen »%s« slutter, før den begynder.") % text)
    return Group(int(found[1]), int(found[2]) + 1)
