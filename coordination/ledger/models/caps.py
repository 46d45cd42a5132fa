import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from coordination.agreements.models import Agreement
from coordination.base.periods import DAY, Period, end_of_month
from coordination.ledger.enums import CapParty, CapWindow
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class Cap(Dated):
    """The most that each practice, each municipality or all together may use of an agreement.

    It binds services of its own days: those of one month, or all of them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    party = models.CharField(max_length=12, choices=CapParty.choices)
    window = models.CharField(max_length=10, choices=CapWindow.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision = models.CharField(max_length=200)

    class Meta:
        constraints = [
            ends_after_start("cap_ends_after_start"),
            one_at_a_time("cap_one_at_a_time", "agreement", "party", "window"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="cap_positive"),
            models.CheckConstraint(condition=Q(party__in=CapParty.values), name="cap_party_known"),
            models.CheckConstraint(
                condition=Q(window__in=CapWindow.values), name="cap_window_known"
            ),
        ]

    def days_around(self, day: date) -> Period:
        """The days whose use counts together with that of a day which the cap binds."""
        if self.window == CapWindow.PERIOD:
            return Period(self.starts_on, self.ends_before)
        after = end_of_month(day) + DAY
        return Period(
            max(self.starts_on, day.replace(day=1)),
            after if self.ends_before is None else min(self.ends_before, after),
        )
