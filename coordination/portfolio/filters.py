from typing import Any

import django_filters
from django.db.models import QuerySet

from coordination.agreements.enums import BodyKind
from coordination.agreements.models import Body, Meeting
from coordination.parties.models.dated import DatedQuerySet


class BodyFilter(django_filters.FilterSet):
    organisation = django_filters.UUIDFilter(field_name="organisation__uuid")
    kind = django_filters.MultipleChoiceFilter(choices=BodyKind.choices)
    on = django_filters.DateFilter(method="existing_on", label="Findes den dag")

    class Meta:
        model = Body
        fields: list[str] = []

    def existing_on(self, rows: DatedQuerySet, _name: str, day: Any) -> QuerySet:
        return rows.open_on(day)


class MeetingFilter(django_filters.FilterSet):
    from_day = django_filters.DateFilter(field_name="held_on", lookup_expr="gte")
    until_day = django_filters.DateFilter(field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Meeting
        fields: list[str] = []
