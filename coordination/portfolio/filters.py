from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.agreements.enums import AgreementKind, BodyKind, State
from coordination.agreements.models import Agreement, Body, Meeting
from coordination.notices.enums import DeadlineKind
from coordination.notices.models import Deadline
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation
from coordination.parties.models.dated import DatedQuerySet
from coordination.portfolio.selectors import ORDERS


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


def offer_parties(form: forms.Form, rows: Iterable[Organisation]) -> None:
    """The organisations that the field for a party can choose between."""
    choices = [("", _("Alle")), *((row.uuid, row.name) for row in rows)]
    form.fields["party"].widget = forms.Select(choices=choices)


class DeadlineFilter(django_filters.FilterSet):
    """Deadlines by what they are about, and when."""

    kind = django_filters.MultipleChoiceFilter(
        choices=DeadlineKind.choices, label=_("Slags"), widget=forms.CheckboxSelectMultiple
    )
    q = django_filters.CharFilter(
        field_name="agreement__title", lookup_expr="icontains", label=_("Aftalens navn")
    )
    act_by_after = django_filters.DateFilter(
        field_name="act_by", lookup_expr="gte", label=_("Fra og med")
    )
    act_by_before = django_filters.DateFilter(
        field_name="act_by", lookup_expr="lte", label=_("Til og med")
    )

    class Meta:
        model = Deadline
        fields: list[str] = []


class AgreementFilter(django_filters.FilterSet):
    """Agreements by name, kind, state and party."""

    q = django_filters.CharFilter(
        field_name="title", lookup_expr="icontains", label=_("Aftalens navn")
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=AgreementKind.choices, label=_("Slags"), widget=forms.CheckboxSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        choices=State.choices, label=_("Tilstand"), widget=forms.CheckboxSelectMultiple
    )
    party = django_filters.UUIDFilter(method="with_party", label=_("Part"))

    class Meta:
        model = Agreement
        fields: list[str] = []

    def with_party(self, rows: QuerySet, _name: str, uuid: Any) -> QuerySet:
        return rows.filter(party_ids__contains=[parties.key_of(uuid)])


ORDERING = {
    "next_deadline": "frist",
    "ends": "slut",
    "title": "titel",
    "newest": "start",
    "left": "tilbage",
}
"""What a program may sort agreements by, and what pages call it."""


class DueFilter(AgreementFilter):
    """As above, and by how soon the next deadline falls; for whoever looks after agreements."""

    due_before = django_filters.DateFilter(
        field_name="next_on", lookup_expr="lte", label=_("Næste frist senest")
    )


class SortedFilter(DueFilter):
    """As above, and in which order; without one the newest written come first."""

    ordering = django_filters.ChoiceFilter(
        choices=[(name, name) for name in ORDERING], method="sort", label=_("Rækkefølge")
    )

    def sort(self, rows: QuerySet, _name: str, order: str) -> QuerySet:
        return rows.annotate(sort_by=ORDERS[ORDERING[order]])
