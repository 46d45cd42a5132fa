from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from acute.enums import Outcome
from acute.forms.requests import MINUTES, FindPatientForm
from coordination.base.periods import COPENHAGEN
from coordination.web.fields import DayField


class EditAdviceForm(forms.Form):
    """Outcome and advice, written anew."""

    outcome = forms.ChoiceField(
        label=_("Hvad blev besluttet?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    advice = forms.CharField(
        label=_("Råd til sygeplejersken"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ResendForm(FindPatientForm):
    """The right citizen, and why the first one was wrong."""

    reason = forms.CharField(
        label=_("Hvad gik galt?"),
        max_length=200,
        help_text=_("For eksempel: tastede et forkert nummer. Skriv intet om den anden borger."),
        error_messages={"required": _("Skriv kort, hvad der gik galt.")},
    )


class CorrectForm(forms.Form):
    """The same session with other minutes. `shown` are the minutes whose amount was shown."""

    minutes = MINUTES
    began = forms.TimeField(
        label=_("Begyndt kl."),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        help_text=_("Kun hvis taksten afhænger af klokkeslættet."),
        error_messages={"invalid": _("Skriv klokkeslættet som 8:30.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Hvad er rettet?"),
        max_length=200,
        help_text=_("Regionen får det at se. Skriv intet om borgeren."),
        error_messages={"required": _("Skriv kort, hvad der er rettet.")},
    )
    shown = forms.CharField(required=False)


class SessionForm(forms.Form):
    """Advice that was given without a request. `shown` says what was shown before it is saved."""

    cpr = forms.CharField(
        label=_("Borgerens CPR-nummer"),
        max_length=16,
        error_messages={"required": _("Skriv borgerens CPR-nummer.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}
        ),
    )
    service_on = DayField(label=_("Dag"), missing=_("Skriv den dag, rådgivningen fandt sted."))
    minutes = MINUTES
    began = forms.TimeField(
        label=_("Begyndt kl."),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        help_text=_("Kun hvis taksten afhænger af klokkeslættet."),
        error_messages={"invalid": _("Skriv klokkeslættet som 8:30.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    episode = forms.ChoiceField(
        label=_("Samme forløb?"),
        choices=[("same", _("Samme forløb: læg minutterne til")), ("new", _("Et nyt forløb"))],
        required=False,
        widget=forms.RadioSelect,
    )
    ordinal_reason = forms.CharField(
        label=_("Hvorfor er det et nyt forløb?"),
        max_length=200,
        required=False,
        help_text=_("Regionen får det at se. Skriv intet om borgeren."),
    )
    shown = forms.CharField(required=False)

    @property
    def began_at(self) -> datetime | None:
        """The moment it began, where that was said."""
        began = self.cleaned_data.get("began")
        if began is None:
            return None
        return datetime.combine(self.cleaned_data["service_on"], began, tzinfo=COPENHAGEN)
