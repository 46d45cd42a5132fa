from datetime import date

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.notices.models import Deadline, DeadlineQuerySet


def deadlines_for(actor: Actor, *, today: date) -> DeadlineQuerySet:
    """The coming deadlines of the agreements the actor looks after, the nearest first."""
    rows = Deadline.objects.visible_to(actor).filter(act_by__gte=today)
    return rows.select_related("agreement").order_by("act_by", "id")


def deadlines_of(actor: Actor, agreement: Agreement) -> list[Deadline]:
    """All deadlines of one agreement, past ones included, in order."""
    rows = Deadline.objects.visible_to(actor).filter(agreement=agreement)
    return list(rows.order_by("act_by", "id"))
