import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from coordination.parties.enums import (
    HELD,
    Function,
    IdentifierSystem,
    OrganisationKind,
    RelationKind,
)
from coordination.parties.models.dated import (
    Dated,
    DatedQuerySet,
    ends_after_start,
    one_at_a_time,
)

ONE_HOLDER = [
    IdentifierSystem.SOR,
    IdentifierSystem.MUNICIPALITY_CODE,
    IdentifierSystem.REGION_CODE,
]
"""Identifiers that only one organisation may hold on a day (a ydernummer may be shared)."""


class Organisation(Dated):
    """A public register entry: open data, visible to everybody who is logged in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=160)
    town = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            ends_after_start("organisation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="organisation_kind_name")]

    def __str__(self) -> str:
        return self.name


class Identifier(Dated):
    """A number an organisation holds in some register, from a day and perhaps until one."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    system = models.CharField(max_length=20, choices=IdentifierSystem.choices)
    value = models.CharField(max_length=20)

    class Meta:
        constraints = [
            ends_after_start("identifier_ends_after_start"),
            models.UniqueConstraint(
                fields=["organisation", "system", "value", "starts_on"],
                name="identifier_once_per_start",
            ),
            one_at_a_time(
                "identifier_one_holder", "system", "value", condition=Q(system__in=ONE_HOLDER)
            ),
        ]
        indexes = [models.Index(fields=["system", "value"], name="identifier_lookup")]


class Relation(Dated):
    """`subject` stands in a dated relation to `object`.

    Who holds a part of a function is the subject, and the municipality it is held for the object.
    """

    subject = models.ForeignKey(Organisation, models.PROTECT, related_name="relations")
    object = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    function = models.CharField(max_length=60, blank=True, choices=Function.choices)

    class Meta:
        constraints = [
            ends_after_start("relation_ends_after_start"),
            models.UniqueConstraint(
                fields=["subject", "object", "kind", "function", "starts_on"],
                name="relation_once_per_start",
            ),
            models.CheckConstraint(
                condition=~Q(subject=models.F("object")) | Q(kind__in=HELD),
                name="relation_not_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=HELD, function__in=Function.values)
                | (~Q(kind__in=HELD) & Q(function="")),
                name="relation_function_fits_kind",
            ),
            one_at_a_time(
                "relation_one_successor", "subject", condition=Q(kind=RelationKind.SUCCEEDED_BY)
            ),
            one_at_a_time(
                "relation_one_holder", "object", "kind", "function", condition=Q(kind__in=HELD)
            ),
        ]
        indexes = [
            models.Index(
                fields=["object"],
                name="relation_line",
                condition=Q(kind__in=[RelationKind.SUCCEEDED_BY, RelationKind.PREPARED_BY]),
            )
        ]


class Population(models.Model):
    """Inhabitants of a municipality or region on a day, of all ages or of one age group."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="populations")
    counted_on = models.DateField()
    from_age = models.PositiveSmallIntegerField(default=0)
    before_age = models.PositiveSmallIntegerField(null=True, blank=True)
    inhabitants = models.PositiveIntegerField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "counted_on", "from_age", "before_age"],
                name="population_once_per_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(before_age__isnull=True) | Q(before_age__gt=models.F("from_age")),
                name="population_ages_in_order",
            ),
            ExclusionConstraint(
                name="population_each_age_once",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("counted_on", RangeOperators.EQUAL),
                    (
                        models.Func(
                            models.F("from_age"), models.F("before_age"), function="INT4RANGE"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(from_age=0, before_age__isnull=True),
            ),
        ]


__all__ = ["DatedQuerySet", "Identifier", "Organisation", "Population", "Relation"]
