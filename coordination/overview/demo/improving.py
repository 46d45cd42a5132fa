"""What is met and mended around a consultant of the demo in a year. Invented."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from consultants import selectors, services
from consultants.enums import Frequency, PointState
from consultants.models import Appointment, ImprovementPoint
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.periods import COPENHAGEN
from coordination.parties.models import Organisation

SNAGS = (
    ("Epikrisen kommer først en uge efter udskrivelsen.", Frequency.WEEKLY),
    ("Epikrisen siger ikke, hvem der følger op på prøverne.", Frequency.WEEKLY),
    ("Henvisninger afvises uden forslag til, hvad vi så gør.", Frequency.MONTHLY),
    ("Ingen svarer på afdelingens telefon efter kl. 14.", Frequency.DAILY),
)


def at(year: int, month: int, day: int) -> datetime:
    """Before noon of a day."""
    return datetime(year, month, day, 10, tzinfo=COPENHAGEN)


def make_improvements(
    appointment: Appointment,
    consultant: Actor,
    management: Actor,
    practices: Sequence[Organisation],
) -> UUID:
    """A point that was closed with effect, one that has fallen silent, a snag that waits, meetings.

    Returns the point that is still open.
    """
    year, host = appointment.starts_on.year, appointment.host.uuid
    filed = [
        _file(host, practices[number % len(practices)], what, frequency, at(year, 2, 3 + number))
        for number, (what, frequency) in enumerate(SNAGS)
    ]
    with rowsecurity.scope(consultant):
        closed = _open(
            consultant,
            filed[:2],
            ("Epikriser inden to dage", "Epikriser efter mere end to dage"),
            at(year, 2, 20),
        )
        left = _open(
            consultant,
            filed[2:3],
            ("Afvisninger med et forslag", "Afvisninger uden et forslag"),
            at(year, 3, 10),
        )
        meeting = services.call_meeting(
            actor=consultant,
            host=host,
            title="Møde med ledelsen",
            held_at=at(year, 4, 14),
            where="Direktionsgangen",
            now=at(year, 4, 1),
        )
        item = next(row for row in selectors.agenda_of(meeting) if row.point_id == left.pk)
        decided = services.Outcome(
            item=item.uuid, decision="Afdelingerne skriver et forslag, når de afviser."
        )
        services.hold_meeting(
            actor=consultant,
            uuid=meeting.uuid,
            minutes="Ledelsen bakker op.",
            outcomes=[decided],
            now=at(year, 4, 14),
        )
        services.move_point(
            actor=consultant, uuid=left.uuid, to=PointState.ACTIVE, note="", now=at(year, 4, 15)
        )
        services.call_meeting(
            actor=consultant,
            host=host,
            title="Møde med ledelsen",
            held_at=at(year, 6, 16),
            now=at(year, 5, 20),
        )
    with rowsecurity.scope(management):
        services.close_point(
            actor=management,
            uuid=closed.uuid,
            after=Decimal(12),
            measured_on=date(year, 5, 18),
            note="Epikriser skrives nu ved stuegang.",
            now=at(year, 5, 19),
        )
    return left.uuid


def _file(
    host: UUID, practice: Organisation, what: str, frequency: Frequency, now: datetime
) -> UUID:
    own = (practice.pk,)
    doctor = Actor(None, "Læge i praksis", Role.GP, practice.pk, practice.name, own_orgs=own)
    with rowsecurity.scope(doctor):
        made = services.file_snag(actor=doctor, place=host, what=what, frequency=frequency, now=now)
    return made.uuid


def _open(
    consultant: Actor, snags: Sequence[UUID], names: tuple[str, str], now: datetime
) -> ImprovementPoint:
    title, measured = names
    return services.open_point(
        actor=consultant,
        snags=snags,
        content=services.Content(
            title=title, owner="Den ledende overlæge", due_on=date(now.year, 9, 1)
        ),
        baseline=services.Baseline(
            name=measured, unit="%", before=Decimal(40), before_on=now.date()
        ),
        now=now,
    )
