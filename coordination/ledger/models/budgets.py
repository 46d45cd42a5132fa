import uuid
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q

from coordination.agreements.enums import MoneyUsed
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.ledger.enums import EntryKind
from coordination.parties.models import Organisation


class BudgetQuerySet(models.QuerySet["Budget"]):
    def visible_to(self, actor: Actor) -> "BudgetQuerySet":
        """The money of agreements the actor's organisation looks after or is party to."""
        return self.filter(agreement__party_ids__overlap=list(actor.office_orgs))


class Budget(models.Model):
    """The money of one agreement. The three sums are a cache that a trigger keeps with the entries;

    nobody but that trigger may write them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="+")
    money_used = models.CharField(max_length=10, choices=MoneyUsed.choices)
    appropriated = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reserved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    spent = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(money_used=MoneyUsed.OVERRUN)
                | Q(appropriated__gte=F("spent") + F("reserved")),
                name="budget_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(appropriated__gte=0, reserved__gte=0, spent__gte=0),
                name="budget_sums_not_negative",
            ),
        ]

    @property
    def left(self) -> Decimal:
        """Kroner not yet spent; what is reserved still counts as left."""
        return self.appropriated - self.spent

    @property
    def free(self) -> Decimal:
        """Kroner neither spent nor reserved."""
        return self.appropriated - self.spent - self.reserved


class OwnRows(models.QuerySet):
    """Rows between a region, a municipality and a practice: entries, claims and what pays them."""

    def visible_to(self, actor: Actor) -> Self:
        """The region's and the municipality's own money, and a practice's own fees."""
        return self.filter(
            Q(region__in=actor.office_orgs)
            | Q(municipality__in=actor.office_orgs)
            | Q(practice__in=actor.care_orgs)
        )


class Owned(models.Model):
    """A row of a region, and of the municipality that it was done in or for, if any."""

    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)

    objects = OwnRows.as_manager()

    class Meta:
        abstract = True

    @property
    def municipality_name(self) -> str:
        """Empty where it concerns none."""
        return self.municipality.name if self.municipality else ""


class Entry(Owned):
    """One signed, dated, append-only movement of money, explained by its unique `source`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(max_length=120, unique=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    service_on = models.DateField()
    posted_on = models.DateField()
    posted_at = models.DateTimeField()
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    text = models.CharField(max_length=200, blank=True)
    carried_over = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="entry_amount_not_zero"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="reserve", amount__gt=0)
                | Q(kind="release", amount__lt=0)
                | Q(kind="spend", reverses__isnull=True, amount__gt=0)
                | Q(kind="spend", reverses__isnull=False, amount__lt=0)
                | Q(kind="appropriate"),
                name="entry_sign_fits_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "kind", "posted_on"], name="entry_pace"),
            models.Index(fields=["agreement", "-id"], name="entry_newest"),
            models.Index(fields=["practice", "-id"], name="entry_of_practice"),
        ]


class Contribution(models.Model):
    """What one funder puts into a budget, and the decision behind it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="contributions")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision = models.CharField(max_length=200)
    decided_on = models.DateField()

    objects = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="contribution_not_zero")]
