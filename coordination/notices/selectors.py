from collections.abc import Iterable
from datetime import date

from django.db.models import prefetch_related_objects

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import State
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.notices import rules
from coordination.notices.rules import Deadline


def deadlines_of(actor: Actor, agreement: Agreement) -> list[Deadline]:
    """The deadlines of one agreement, past ones included; none for roles that do not manage it."""
    if not agreements.manages(actor, agreement):
        return []
    return rules.deadlines(agreement, agreement.clauses.all())


def coming_deadlines(actor: Actor, found: Iterable[Agreement], *, today: date) -> list[Deadline]:
    """The coming deadlines of agreements in force that the actor manages, the nearest first."""
    live = [row for row in found if row.state == State.IN_FORCE]
    prefetch_related_objects(live, "clauses")
    coming = [row for agreement in live for row in deadlines_of(actor, agreement)]
    coming = [deadline for deadline in coming if deadline.act_by >= today]
    return sorted(coming, key=lambda deadline: (deadline.act_by, deadline.agreement.pk))
