"""Deadlines as they are today, and as they were kept for lists that the database sorts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.notices import policies
from coordination.notices.enums import DeadlineKind
from coordination.notices.models import Deadline, DeadlineQuerySet

COMPUTED = """
SELECT row_number() OVER () AS id, d.*, %(today)s::date AS refreshed_on, true AS is_planned,
    days.day, days.for_body
FROM (SELECT array_agg(agreement_id) AS ids, array_agg(used_on) AS days
    FROM own_money_days(%(today)s, %(wanted)s)) money
CROSS JOIN LATERAL agreement_deadlines(%(today)s, %(wanted)s, money.ids, money.days) d
CROSS JOIN LATERAL (VALUES (d.act_by, false), (d.body_by, true)) days (day, for_body)
WHERE (NOT for_body OR %(bodies)s AND body_by < act_by) AND day >= %(after)s
    AND (%(before)s::date IS NULL OR day <= %(before)s)
    AND (%(kinds)s::text[] IS NULL OR kind = ANY (%(kinds)s))
ORDER BY day, agreement_id, kind, target, anchor LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deadlines somebody asks for; a missed one is seen where `after` lies before today.

    With `bodies` the last day for the secretariat of the deciding body is a day of its own.
    """

    after: date
    before: date | None = None
    kinds: Collection[DeadlineKind] = ()
    title: str = ""
    most: int | None = None
    bodies: bool = False


def deadlines_of(actor: Actor, agreement: Agreement, *, today: date) -> list[Deadline]:
    """The deadlines of one agreement as they are today, missed ones included, the nearest first.

    None for roles that do not manage it.
    """
    if not agreements.manages(actor, agreement):
        return []
    return _of([agreement], today, Wanted(after=date.min))


def coming_deadlines(
    actor: Actor, found: Iterable[Agreement], *, today: date, since: date | None = None
) -> list[Deadline]:
    """The deadlines of agreements that the actor manages from a day on (today), nearest first."""
    managed = [row for row in found if agreements.manages(actor, row)]
    return _of(managed, today, Wanted(after=since or today))


def _of(found: Iterable[Agreement], today: date, wanted: Wanted) -> list[Deadline]:
    """The deadlines of agreements that have been read already."""
    known = {row.pk: row for row in found}
    rows = _computed(list(known), today, wanted)
    for row in rows:
        row.agreement = known[row.agreement_id]
    return rows


def calendar_of(actor: Actor, wanted: Wanted, *, today: date) -> list[Deadline]:
    """Deadlines of all the agreements the actor looks after, as they are today, nearest first."""
    policies.check_see(actor)
    rows = agreements.managed_agreements(actor).filter(title__icontains=wanted.title)
    found = _computed(list(rows.values_list("pk", flat=True)), today, wanted)
    prefetch_related_objects(found, "agreement")
    return found


def _computed(agreement_ids: list[int], today: date, wanted: Wanted) -> list[Deadline]:
    """What the database's one source of deadlines says today; no sweep stands between.

    Each has `day`, and `for_body` where that day is the body's own.
    """
    rows = list(
        Deadline.objects.raw(
            COMPUTED,
            {
                "today": today,
                "wanted": agreement_ids,
                "kinds": [kind.value for kind in wanted.kinds] or None,
                "after": wanted.after,
                "before": wanted.before,
                "most": wanted.most,
                "bodies": wanted.bodies,
            },
        )
    )
    prefetch_related_objects(rows, "clause")
    return rows


def with_next_deadline(rows: QuerySet[Agreement], *, today: date) -> QuerySet[Agreement]:
    """Agreements with `next_on`, the nearest coming deadline by the kept table, or null."""
    coming = Deadline.objects.filter(agreement=OuterRef("pk"), act_by__gte=today)
    nearest = coming.order_by("act_by").values("act_by")[:1]
    return rows.annotate(next_on=Subquery(nearest))


def deadlines_for(actor: Actor) -> DeadlineQuerySet:
    """The kept deadlines of all the agreements the actor looks after, the nearest first."""
    policies.check_see(actor)
    rows = Deadline.objects.visible_to(actor).select_related("agreement", "clause")
    return rows.order_by("act_by", "id")
