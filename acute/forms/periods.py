from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ReadListForm(forms.Form):
    """When a work list was read, and how many were open then."""

    siden = forms.DateTimeField()
    antal = forms.IntegerField(min_value=0)

    def read(self) -> tuple[datetime, int]:
        """The moment and the number."""
        return self.cleaned_data["siden"], self.cleaned_data["antal"]


def quarter_value(first_day: date) -> str:
    """A quarter as an address names it: 2020-K2."""
    return f"{first_day.year}-K{first_day.month // 3 + 1}"


class QuarterForm(forms.Form):
    """From one quarter to another, as they stand in the address; all where none is asked."""

    fra = forms.ChoiceField(label=_("Fra"), required=False)
    til = forms.ChoiceField(label=_("Til og med"), required=False)

    def __init__(self, quarters: list[date], asked: QueryDict) -> None:
        self._days = {quarter_value(day): day for day in quarters}
        ends = {"fra": quarter_value(quarters[0]), "til": quarter_value(quarters[-1])}
        super().__init__({name: asked.get(name) or end for name, end in ends.items()})
        choices = [(value, _quarter_label(day)) for value, day in self._days.items()]
        for name in ends:
            field: Any = self.fields[name]
            field.choices = choices
            field.error_messages["invalid_choice"] = _("Vælg et kvartal fra listen.")

    def clean(self) -> dict[str, Any]:
        """The first quarter is not after the last one."""
        given: dict[str, Any] = super().clean() or {}
        if {"fra", "til"} <= given.keys() and self._days[given["fra"]] > self._days[given["til"]]:
            self.add_error("til", _("Perioden slutter, før den begynder. Vælg et senere kvartal."))
        return given

    def period(self) -> tuple[date, date]:
        """The first days of the first and the last quarter."""
        return self._days[self.cleaned_data["fra"]], self._days[self.cleaned_data["til"]]


def _quarter_label(day: date) -> str:
    return gettext("%(number)s. kvartal %(year)s") % {
        "number": day.month // 3 + 1,
        "year": day.year,
    }
