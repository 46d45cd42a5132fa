"""What was done, typed in half a minute."""

from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consultants.enums import ActivityKind
from consultants.forms.fields import MinutesField
from consultants.models import Activity, ImprovementPoint
from consultants.selectors import Done, Leg
from coordination.base.periods import COPENHAGEN
from coordination.web.fields import CountField, DayField

LEGS = (("out_from", "out_until"), ("back_from", "back_until"))


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        error_messages={"invalid": _("Skriv klokkeslættet som 8:30.")},
        widget=forms.TimeInput(
            format="%H:%M", attrs={"autocomplete": "off", "inputmode": "numeric"}
        ),
    )


class ActivityForm(forms.Form):
    """One activity with its journey and its product."""

    kind = forms.ChoiceField(
        label=_("Hvad har du lavet?"),
        choices=[("", _("Vælg")), *ActivityKind.choices],
        error_messages={"required": _("Vælg, hvad du har lavet.")},
    )
    done_on = DayField(label=_("Dag"))
    minutes = MinutesField(label=_("Hvor lang tid?"), most=720, required=False)
    department = forms.CharField(label=_("Afdeling"), max_length=80, required=False)
    point = forms.ChoiceField(label=_("Forbedringspunkt"), required=False)
    km = forms.DecimalField(
        label=_("Kilometer i alt"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        localize=True,
        error_messages={"invalid": _("Skriv kilometerne som et tal, for eksempel 42.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    out_from = _clock(_("Ud kl."))
    out_until = _clock(_("Fremme kl."))
    back_from = _clock(_("Hjem kl."))
    back_until = _clock(_("Hjemme kl."))
    note = forms.CharField(
        label=_("Bemærkning"), max_length=300, required=False, help_text=_("Intet om patienter.")
    )
    product_title = forms.CharField(
        label=_("Hvad kom der ud af det?"),
        max_length=160,
        required=False,
        help_text=_("For eksempel en retningslinje eller et nyhedsbrev."),
    )
    product_url = forms.URLField(
        label=_("Link til det"),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": _("Skriv hele adressen, for eksempel https://region.dk/nyt.")},
    )
    day_number = CountField(
        label=_("Dag nummer, hvis det varer flere dage"), min_value=1, max_value=60, initial=1
    )

    def __init__(
        self, data: Any = None, *, points: Collection[ImprovementPoint], **options: Any
    ) -> None:
        super().__init__(data, **options)
        if not points:
            del self.fields["point"]
            return
        choices = [(row.uuid, f"{row.number}: {row.title}") for row in points]
        self.fields["point"].choices = [("", _("Intet punkt")), *choices]  # type: ignore[attr-defined]

    TRAVEL = ("km", "out_from", "out_until", "back_from", "back_until")
    MORE = ("note", "product_title", "product_url", "day_number")

    @property
    def main(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [row for row in self if row.name not in (*self.TRAVEL, *self.MORE)]

    @property
    def travel(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TRAVEL]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for begins, ends in LEGS:
            if (data.get(begins) is None) != (data.get(ends) is None):
                missing = ends if data.get(ends) is None else begins
                if missing not in self.errors:
                    self.add_error(missing, _("Skriv, hvornår turen begyndte og sluttede."))
        return data

    def done(self) -> Done:
        """What was typed."""
        data = self.cleaned_data
        legs = [
            self._leg(data["done_on"], data[begins], data[ends])
            for begins, ends in LEGS
            if data[begins] is not None
        ]
        return Done(
            kind=ActivityKind(data["kind"]),
            done_on=data["done_on"],
            minutes=data["minutes"] or 0,
            day_number=data["day_number"],
            km=data["km"] or Decimal(0),
            legs=legs,
            department=data["department"],
            note=data["note"],
            product_title=data["product_title"],
            product_url=data["product_url"],
            point=UUID(data["point"]) if data.get("point") else None,
        )

    @staticmethod
    def _leg(day: date, begins: time, ends: time) -> Leg:
        began_at = datetime.combine(day, begins, tzinfo=COPENHAGEN)
        ended_at = datetime.combine(day, ends, tzinfo=COPENHAGEN)
        return Leg(began_at, int((ended_at - began_at).total_seconds() // 60))


def typed(activity: Activity) -> dict[str, Any]:
    """An activity as it would be typed again."""
    names = ("kind", "done_on", "department", "note", "product_title", "product_url", "day_number")
    found: dict[str, Any] = {name: getattr(activity, name) for name in names}
    if activity.minutes:
        found["minutes"] = f"{activity.minutes // 60}:{activity.minutes % 60:02}"
    found["km"] = activity.km or None
    found["point"] = activity.point and activity.point.uuid
    travels = sorted(activity.travels.all(), key=lambda row: row.began_at)
    for (begins, ends), row in zip(LEGS, travels, strict=False):
        began_at = row.began_at.astimezone(COPENHAGEN)
        found[begins] = began_at.time()
        minutes = began_at.hour * 60 + began_at.minute + row.minutes
        found[ends] = time(minutes // 60 % 24, minutes % 60)
    return found


class ReturnForm(forms.Form):
    """Why a month is sent back."""

    reason = forms.CharField(
        label=_("Hvorfor?"),
        max_length=300,
        error_messages={"required": _("Skriv kort, hvad der skal rettes.")},
    )
