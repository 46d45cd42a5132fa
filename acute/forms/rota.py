from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.base.periods import COPENHAGEN, DAY
from coordination.web.fields import ClockField, DayField


class DutyForm(forms.Form):
    """Whose duty, where, on which day and in which hours."""

    doctor = forms.ChoiceField(
        label=_("Læge"), error_messages={"required": _("Vælg den læge, der får vagten.")}
    )
    municipality = forms.ChoiceField(
        label=_("Kommune"), required=False, help_text=_("Uden valg gælder vagten hele aftalen.")
    )
    on = DayField(label=_("Dag"))
    starts = ClockField(label=_("Fra kl."))
    ends = ClockField(label=_("Til kl."), help_text=_("Før begyndelsen betyder næste dag."))

    def __init__(
        self,
        *args: Any,
        doctors: list[tuple[str, str]],
        municipalities: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doctor"].choices = [("", _("Vælg")), *doctors]  # type: ignore[attr-defined]
        self.fields["municipality"].choices = [("", _("Alle")), *municipalities]  # type: ignore[attr-defined]

    @property
    def hours(self) -> tuple[datetime, datetime]:
        """When it begins and ends; over midnight where the end comes first."""
        data = self.cleaned_data
        first = datetime.combine(data["on"], data["starts"], tzinfo=COPENHAGEN)
        day = data["on"] + DAY if data["ends"] <= data["starts"] else data["on"]
        return first, datetime.combine(day, data["ends"], tzinfo=COPENHAGEN)


class SwitchForm(forms.Form):
    """Whether the practice can be asked, and when it is back."""

    available = forms.BooleanField(required=False)
    back_on = DayField(label=_("Tilbage den"), required=False)

    @property
    def until_at(self) -> datetime | None:
        day = self.cleaned_data.get("back_on")
        return datetime.combine(day, time.min, tzinfo=COPENHAGEN) if day else None
