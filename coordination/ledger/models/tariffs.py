import uuid

from django.db import models
from django.db.models import Q

from coordination.agreements.models import Agreement
from coordination.ledger.enums import CLOCKED, TariffRule
from coordination.ledger.rules import Terms
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class Tariff(Dated):
    """A priced service of an agreement, while the price holds."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    service_code = models.CharField(max_length=10)
    name = models.CharField(max_length=160)
    rule = models.CharField(max_length=12, choices=TariffRule.choices)
    unit_minutes = models.PositiveSmallIntegerField(default=0)
    off_hours_percent = models.PositiveSmallIntegerField(default=100)
    price = models.DecimalField(max_digits=10, decimal_places=2)
    expected_minutes = models.PositiveSmallIntegerField(default=15)

    class Meta:
        constraints = [
            ends_after_start("tariff_ends_after_start"),
            one_at_a_time("tariff_one_at_a_time", "agreement", "service_code"),
            models.CheckConstraint(condition=Q(price__gt=0), name="tariff_price_positive"),
            models.CheckConstraint(
                condition=Q(rule=TariffRule.PER_STARTED, unit_minutes__gt=0)
                | (~Q(rule=TariffRule.PER_STARTED) & Q(unit_minutes=0)),
                name="tariff_unit_fits_rule",
            ),
            models.CheckConstraint(
                condition=Q(off_hours_percent=100) | Q(rule__in=sorted(CLOCKED)),
                name="tariff_clock_fits_rule",
            ),
        ]

    @property
    def terms(self) -> Terms:
        """The tariff as the rules read it."""
        return Terms(TariffRule(self.rule), self.price, self.unit_minutes, self.off_hours_percent)
