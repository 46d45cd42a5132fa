"""Appointing, appointing again, and ending."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consultants.enums import ConsultantKind, Employment, Ending, PayForm, SickLeave, TravelRule
from consultants.forms.fields import MinutesField
from consultants.services import Contract
from coordination.agreements.enums import Anchor
from coordination.agreements.models import Agreement
from coordination.parties.models import Organisation
from coordination.web.fields import CountField, DayField


def _choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    missing = {"required": _("Vælg en af mulighederne.")}
    return forms.ChoiceField(label=label, choices=choices, error_messages=missing, **options)


def _text(label: Any, length: int, **options: Any) -> forms.CharField:
    missing = {"required": _("Feltet skal udfyldes.")}
    return forms.CharField(label=label, max_length=length, error_messages=missing, **options)


class AppointForm(forms.Form):
    """Who, where, how long and on what terms."""

    agreement = _choice(_("Aftale"), [])
    kind = _choice(_("Slags konsulent"), ConsultantKind.choices, widget=forms.RadioSelect)
    practitioner = _text(
        _("Lægens autorisations-ID"), 5, help_text=_("Fem tegn. Lægens praksis findes ud fra det.")
    )
    host = _choice(_("Knyttet til"), [], help_text=_("Stedets ledelse godkender timerne."))
    place = _choice(_("Afdeling"), [], required=False)
    specialty = _text(_("Speciale"), 80, required=False)
    starts_on = DayField(label=_("Første dag"))
    last_day_on = DayField(label=_("Sidste dag"), help_text=_("Højst tre år efter den første."))
    monthly_minutes = MinutesField(label=_("Timer om måneden"), most=12000)
    task = _text(_("Opgaven"), 2000, widget=forms.Textarea(attrs={"rows": 3}))
    employment = _choice(_("Ansættelsesform"), Employment.choices, widget=forms.RadioSelect)
    pay_form = _choice(_("Honorar"), PayForm.choices, widget=forms.RadioSelect)
    travel = _choice(_("Rejse"), TravelRule.choices, widget=forms.RadioSelect)
    sick_leave = _choice(_("Sygdom"), SickLeave.choices, widget=forms.RadioSelect)
    notice_months = CountField(
        label=_("Opsigelsesvarsel i måneder"), min_value=1, max_value=12, initial=3
    )
    notice_anchor = _choice(_("Varslet regnes"), Anchor.choices, initial=Anchor.END_OF_MONTH)
    phone = _text(_("Telefon"), 20, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Skriv e-mailen som navn@sted.dk.")},
    )
    reachable = _text(_("Træffes"), 120, required=False, help_text=_("Vises i oversigten."))

    def __init__(
        self,
        data: Any,
        *,
        agreements: Sequence[Agreement],
        hosts: Sequence[Organisation],
        departments: Sequence[Organisation],
    ) -> None:
        super().__init__(data)
        self._offer("agreement", [(row.uuid, row.title) for row in agreements])
        self._offer("host", [(row.uuid, row.name) for row in hosts])
        none = ("", _("Hele stedet"))
        self._offer("place", [none, *((row.uuid, row.name) for row in departments)])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(value), label) for value, label in choices]

    def uuid_of(self, name: str) -> UUID | None:
        """The object chosen in a field, if any."""
        chosen = self.cleaned_data[name]
        return UUID(chosen) if chosen else None

    def contract(self) -> Contract:
        """The terms as they were typed."""
        data = self.cleaned_data
        return Contract(
            task=data["task"],
            monthly_minutes=data["monthly_minutes"],
            employment=Employment(data["employment"]),
            pay_form=PayForm(data["pay_form"]),
            travel=TravelRule(data["travel"]),
            sick_leave=SickLeave(data["sick_leave"]),
            notice_months=data["notice_months"],
            notice_anchor=Anchor(data["notice_anchor"]),
            specialty=data["specialty"],
            phone=data["phone"],
            email=data["email"],
            reachable=data["reachable"],
        )


class ExtendForm(forms.Form):
    """One more term."""

    last_day_on = DayField(label=_("Ny sidste dag"), help_text=_("Højst tre år mere."))


class EndForm(forms.Form):
    """The end before the term is over."""

    ending = _choice(_("Hvordan ophører den?"), Ending.choices, widget=forms.RadioSelect)
    received_on = DayField(label=_("Opsigelsen er modtaget"))
    last_day_on = DayField(label=_("Sidste dag"))
    reason = _text(_("Hvorfor?"), 200)
