from django import forms
from django.utils.translation import gettext_lazy as _


class RejectForm(forms.Form):
    """Why a claim goes back to the practice."""

    reason = forms.CharField(
        label=_("Begrundelse"),
        max_length=300,
        help_text=_("Praksis får den at se. Skriv intet om borgeren."),
        error_messages={
            "required": _("Skriv kort hvorfor."),
            "max_length": _("Skriv kortere: højst 300 tegn."),
        },
    )


class ResubmitForm(forms.Form):
    """Why a rejected claim is right as it is."""

    answer = forms.CharField(
        label=_("Svar til regionen"),
        max_length=300,
        help_text=_("Skriv intet om borgeren."),
        error_messages={
            "required": _("Skriv med en linje, hvorfor kravet er rigtigt."),
            "max_length": _("Skriv kortere: højst 300 tegn."),
        },
    )
