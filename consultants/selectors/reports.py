"""A year at a place: what was done, what was filed, what got better, and what is still promised."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from consultants import policies
from consultants.enums import ActivityKind, Frequency, MeetingState, PointState, SnagState
from consultants.models import Activity, Appointment, ImprovementPoint, Plan, Snag, YearlyReport
from consultants.rules.hours import first_of, months_between, planned_minutes
from consultants.rules.small import protected
from consultants.selectors.appointments import HOSTING
from consultants.selectors.meetings import meetings_for, open_tasks
from consultants.selectors.points import minutes_on, points_for
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text
from coordination.base.errors import NotFound
from coordination.base.periods import DAY
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

FILERS = {
    OrganisationKind.GP_PRACTICE: "Almen praksis",
    OrganisationKind.MUNICIPALITY: "Kommuner",
}
WARDS = "Hospitaler og afsnit"


@dataclass(frozen=True, slots=True)
class Report:
    """All that a yearly report says, as plain numbers and texts; None is a small number.

    Hours are minutes. A row of `activities` is kind, count and minutes; one of `products` a title
    and a count; one of `effects` a title, a measure, a note and minutes; one of `open_points` and
    `open_tasks` what, who and until when; one of `hosts` a name, minutes, snags, points opened and
    closed.
    """

    place: str
    year: int
    planned_minutes: int
    minutes: int
    km: str
    activities: list[list[Any]]
    products: list[list[Any]]
    snags: int
    answered: int
    by_filer: dict[str, int | None]
    by_frequency: dict[str, int | None]
    opened: int
    closed: int
    dropped: int
    still_open: int
    meetings: int
    effects: list[list[Any]]
    open_points: list[list[str]]
    open_tasks: list[list[str]]
    hosts: list[list[Any]] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """The report as it is kept when it is issued."""
        return asdict(self)


def report_hosts(actor: Actor) -> list[Organisation]:
    """The places whose years the actor may read, by name."""
    policies.check_see_points(actor)
    keys = set(actor.consultant_orgs)
    keys |= set(Appointment.objects.visible_to(actor).values_list("host", flat=True))
    if actor.role == Role.REGION_ADMIN:
        keys |= set(actor.office_orgs)
        keys |= set(points_for(actor).order_by().values_list("host", flat=True))
    return [row for row in parties.organisations_with_keys(keys) if row.kind in HOSTING]


def report_host(actor: Actor, uuid: UUID) -> Organisation:
    """One of them by its public id."""
    found = next((row for row in report_hosts(actor) if row.uuid == uuid), None)
    if found is None:
        raise NotFound
    return found


def report_row(actor: Actor, host: Organisation, year: int) -> YearlyReport | None:
    """What is kept of a year's report: remarks, and the content once it is issued."""
    rows = YearlyReport.objects.all().visible_to(actor)
    return rows.filter(host=host, year=year).first()


def plan_row(actor: Actor, host: Organisation, year: int) -> Plan | None:
    """What is kept of a year's plan."""
    return Plan.objects.all().visible_to(actor).filter(host=host, year=year).first()


def report_of(actor: Actor, host: Organisation, *, year: int) -> Report:
    """The report as it was issued; before that, as everything stands now."""
    policies.check_see_points(actor)
    kept = report_row(actor, host, year)
    return Report(**kept.content) if kept and kept.content else live_report(actor, host, year=year)


def live_report(actor: Actor, host: Organisation, *, year: int) -> Report:
    """The report as everything stands now; the actor's own hours, or those of the whole place."""
    mine = _belongs(actor, host)
    appointments = list(Appointment.objects.visible_to(actor).filter(_appointed(actor, host)))
    done = Activity.objects.filter(appointment__in=appointments, done_on__year=year)
    activities = list(done.order_by("done_on", "id"))
    snags = Snag.objects.all().hosted_by(actor).filter(mine, filed_on__year=year)
    filed = list(snags.select_related("filer", "host").order_by("id"))
    points = list(points_for(actor).filter(mine, opened_on__lte=date(year, 12, 31)))
    ended = [row for row in points if row.closed_on and row.closed_on.year == year]
    closed = [row for row in ended if row.state == PointState.CLOSED]
    left = [row for row in points if row.closed_on is None or row.closed_on.year > year]
    opened = [row for row in points if row.opened_on.year == year]
    held = meetings_for(actor).filter(mine, state=MeetingState.HELD, held_on__year=year)
    return Report(
        place=host.name,
        year=year,
        planned_minutes=sum(_planned(row, year) for row in appointments),
        minutes=sum(row.minutes for row in activities),
        km=str(sum((row.km for row in activities), Decimal(0))),
        activities=_by_kind(activities),
        products=_products(activities),
        snags=len(filed),
        answered=sum(row.state != SnagState.WAITING for row in filed),
        by_filer=_by_filer(filed),
        by_frequency=_by_frequency(filed),
        opened=len(opened),
        closed=len(closed),
        dropped=len(ended) - len(closed),
        still_open=len(left),
        meetings=held.count(),
        effects=_effects(closed),
        open_points=[[row.title, row.owner, day_text(row.due_on)] for row in _by_date(left)],
        open_tasks=_tasks(actor, host, year),
        hosts=_hosts(appointments, activities, filed, opened, closed)
        if host.kind == OrganisationKind.REGION
        else [],
    )


def _belongs(actor: Actor, host: Organisation) -> Q:
    """Rows of a place; of a region, those of all its places, also before it continued another."""
    if host.kind != OrganisationKind.REGION:
        return Q(host=host)
    line = actor.own_orgs if host.pk == actor.organisation_id else (host.pk,)
    return Q(region__in=line)


def _appointed(actor: Actor, host: Organisation) -> Q:
    """The appointments whose hours belong to a place; a region has those of all it employs."""
    if host.kind != OrganisationKind.REGION or actor.role != Role.REGION_ADMIN:
        return Q(host=host)
    line = actor.own_orgs if host.pk == actor.organisation_id else (host.pk,)
    return Q(host=host) | Q(employer__in=line)


def _planned(appointment: Appointment, year: int) -> int:
    first = max(date(year, 1, 1), first_of(appointment.starts_on))
    last = min(date(year, 12, 31), appointment.ends_before - DAY)
    minutes, period = appointment.monthly_minutes, appointment.period
    return sum(planned_minutes(minutes, period, month) for month in months_between(first, last))


def _by_kind(rows: Iterable[Activity]) -> list[list[Any]]:
    counts: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for row in rows:
        counts[row.kind] += 1
        minutes[row.kind] += row.minutes
    return [[str(kind.label), counts[kind], minutes[kind]] for kind in ActivityKind if counts[kind]]


def _products(rows: Iterable[Activity]) -> list[list[Any]]:
    """What came out of the work, each title once with how often it did."""
    counts = Counter(row.product_title for row in rows if row.product_title)
    return [[title, number] for title, number in counts.items()]


def _by_filer(rows: Iterable[Snag]) -> dict[str, int | None]:
    counts = dict.fromkeys((*FILERS.values(), WARDS), 0)
    for row in rows:
        counts[FILERS.get(OrganisationKind(row.filer.kind), WARDS)] += 1
    return protected(counts)


def _by_frequency(rows: Iterable[Snag]) -> dict[str, int | None]:
    counts = {str(row.label): 0 for row in Frequency}
    for row in rows:
        counts[str(row.get_frequency_display())] += 1
    return protected(counts)


def _effects(closed: list[ImprovementPoint]) -> list[list[Any]]:
    """What each closed point was measured at, how it ended, and the minutes worked on it."""
    worked = minutes_on(closed)
    return [
        [row.title, row.measure.sentence, row.closing_note, worked.get(row.pk, 0)] for row in closed
    ]


def _by_date(rows: Iterable[ImprovementPoint]) -> list[ImprovementPoint]:
    return sorted(rows, key=lambda row: (row.due_on, row.pk))


def _tasks(actor: Actor, host: Organisation, year: int) -> list[list[str]]:
    """What the year's meetings left to be done, and nobody has done yet."""
    rows = open_tasks(actor).filter(meeting__held_on__year=year)
    wanted = _of_meetings(rows, actor, host)
    return [[row.task, row.task_owner, day_text(row.task_due_on)] for row in wanted]


def _of_meetings(rows: QuerySet[Any], actor: Actor, host: Organisation) -> list[Any]:
    return list(rows.filter(meeting__in=meetings_for(actor).filter(_belongs(actor, host))))


def _hosts(
    appointments: Iterable[Appointment],
    activities: Iterable[Activity],
    snags: Iterable[Snag],
    opened: Iterable[ImprovementPoint],
    closed: Iterable[ImprovementPoint],
) -> list[list[Any]]:
    """Each place of a region by itself, psychiatry too, in Danish order."""
    of_appointment = {row.pk: row.host_id for row in appointments}
    sums: list[Counter[int]] = [Counter() for _column in range(4)]
    for row in activities:
        sums[0][of_appointment[row.appointment_id]] += row.minutes
    sums[1].update(row.host_id for row in snags)
    sums[2].update(row.host_id for row in opened)
    sums[3].update(row.host_id for row in closed)
    keys = set(of_appointment.values()).union(*sums)
    return [
        [host.name, *(column[host.pk] for column in sums)]
        for host in parties.organisations_with_keys(keys)
    ]


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What a year holds at a place, as everything stands now; hours are minutes."""

    planned_minutes: int
    points: list[list[str]]
    meetings: list[list[str]]


def year_plan(actor: Actor, host: Organisation, *, year: int) -> YearPlan:
    """The hours, the open points and the meetings of a year."""
    mine = _belongs(actor, host)
    appointments = Appointment.objects.visible_to(actor).filter(_appointed(actor, host))
    points = points_for(actor).filter(mine, closed_at=None, due_on__year__lte=year)
    coming = meetings_for(actor).filter(mine, state=MeetingState.PLANNED, held_on__year=year)
    return YearPlan(
        planned_minutes=sum(_planned(row, year) for row in appointments),
        points=[[row.title, row.owner, day_text(row.due_on)] for row in _by_date(points)],
        meetings=[
            [row.title, row.host.name, day_text(row.held_on)]
            for row in coming.order_by("held_at", "id")
        ],
    )
