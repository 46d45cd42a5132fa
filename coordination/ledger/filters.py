"""What a list of claims can be asked for; the names stand in the address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.agreements.models import Agreement
from coordination.base.periods import DAY, end_of_month
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Claim
from coordination.parties.models import Organisation


class MonthField(forms.CharField):
    """A month as 2020-05 or 5.2020; its first day."""

    default_error_messages = {"month": _("Skriv måneden som 5.2020.")}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        first, _dot, second = text.strip().replace("-", ".").partition(".")
        year, month = (first, second) if len(first) == 4 else (second, first)
        try:
            return date(int(year), int(month), 1)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["month"], code="month") from error


class MonthFilter(django_filters.Filter):
    field_class = MonthField

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if not value:
            return qs
        within = {
            f"{self.field_name}__gte": value,
            f"{self.field_name}__lt": end_of_month(value) + DAY,
        }
        return qs.filter(**within)


class ClaimFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        choices=ClaimState.choices,
        label=_("Tilstand"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    agreement = django_filters.UUIDFilter(field_name="agreement__uuid", label=_("Aftale"))
    municipality = django_filters.UUIDFilter(field_name="municipality__uuid", label=_("Kommune"))
    practice = django_filters.CharFilter(
        field_name="practice__name", lookup_expr="icontains", label=_("Praksis")
    )
    month = MonthFilter(
        field_name="service_on", label=_("Måned"), help_text=_("For eksempel 5.2020.")
    )

    class Meta:
        model = Claim
        fields: list[str] = []


def offer(
    form: forms.Form, agreements: Iterable[Agreement], municipalities: Iterable[Organisation]
) -> None:
    """What the fields for an agreement and a municipality can choose between."""
    for name, rows in (
        ("agreement", [(row.uuid, row.title) for row in agreements]),
        ("municipality", [(row.uuid, row.name) for row in municipalities]),
    ):
        form.fields[name].widget = forms.Select(choices=[("", _("Alle")), *rows])
