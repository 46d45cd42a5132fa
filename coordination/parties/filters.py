from typing import Any

import django_filters
from django.db.models import QuerySet

from coordination.parties.enums import IdentifierSystem, OrganisationKind
from coordination.parties.models import Organisation
from coordination.parties.models.dated import DatedQuerySet


class OrganisationFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(choices=OrganisationKind.choices)
    name = django_filters.CharFilter(lookup_expr="icontains")
    on = django_filters.DateFilter(method="existing_on", label="Findes den dag")
    system = django_filters.ChoiceFilter(
        choices=IdentifierSystem.choices, field_name="identifiers__system", distinct=True
    )
    value = django_filters.CharFilter(field_name="identifiers__value", distinct=True)

    class Meta:
        model = Organisation
        fields: list[str] = []

    def existing_on(self, rows: DatedQuerySet, _name: str, day: Any) -> QuerySet:
        return rows.open_on(day)
