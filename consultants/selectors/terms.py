"""The days on which something must be decided about an appointment, computed and never kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consultants.enums import TermKind
from consultants.models import Appointment
from consultants.policies import EMPLOYERS
from coordination.agreements.rules import latest_receipt
from coordination.base.actor import Actor
from coordination.base.danish import day_text


@dataclass(frozen=True, slots=True)
class TermDay:
    """One day of an appointment, and how it came about."""

    appointment: Appointment
    kind: TermKind
    on: date

    @property
    def uid(self) -> str:
        """The same, also when the day moves."""
        return f"appointment:{self.appointment.uuid}:{self.kind}"

    @property
    def explanation(self) -> str:
        """The rule that the day is counted by."""
        last = day_text(self.appointment.last_day_on)
        if self.kind == TermKind.ENDS:
            return f"Ansættelsens sidste dag er {last}."
        rule = self.appointment
        return (
            f"Ansættelsen udløber {last}. Konsulenten skal vide besked med det varsel, der ellers "
            f"gælder: {rule.notice_months} mdr., {rule.get_notice_anchor_display()}."
        )


def days_of(rows: Iterable[Appointment], *, after: date) -> list[TermDay]:
    """What is to come: the last day, and before it the day by which one more term is decided."""
    found = []
    for row in rows:
        if not row.ended_reason and row.extended_on is None:
            decide_on = latest_receipt(row.notice, row.last_day_on)
            found.append(TermDay(row, TermKind.DECIDE, decide_on))
        found.append(TermDay(row, TermKind.ENDS, row.last_day_on))
    return sorted((day for day in found if day.on >= after), key=lambda day: (day.on, day.uid))


def term_days(actor: Actor, *, after: date, before: date | None = None) -> list[TermDay]:
    """The coming days of the actor's employees; none for those who employ nobody."""
    if actor.role not in EMPLOYERS:
        return []
    rows = Appointment.objects.filter(employer__in=actor.office_orgs, ends_before__gt=after)
    found = days_of(rows.select_related("practitioner", "place"), after=after)
    return [day for day in found if before is None or day.on <= before]
