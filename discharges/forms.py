from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.web.fields import DayField


class ChangeForm(forms.Form):
    """When the citizen comes home, and what is needed then."""

    expected_on = DayField(label=_("Forventet udskrivning"))
    needs = forms.CharField(
        label=_("Hvad er der brug for?"),
        max_length=200,
        help_text=_("Én linje, for eksempel: medicin doseret, sårskift hver anden dag."),
        error_messages={"required": _("Skriv i én linje, hvad borgeren har brug for hjemme.")},
    )


class AnnounceForm(ChangeForm):
    """Which citizen comes home when, and what is needed then."""

    cpr = forms.CharField(
        label=_("Borgerens CPR-nummer"),
        max_length=16,
        help_text=_("Ti cifre, med eller uden bindestreg."),
        error_messages={"required": _("Skriv borgerens CPR-nummer.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ["cpr", "expected_on", "needs"]


class CancelForm(forms.Form):
    """Why the citizen does not come home after all."""

    reason = forms.CharField(
        label=_("Hvorfor?"),
        max_length=200,
        error_messages={"required": _("Skriv kort hvorfor.")},
    )
