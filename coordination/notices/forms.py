from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.web.fields import DayField


class DraftForm(forms.Form):
    """Why, and how a clause that depends on the money is read."""

    reason = forms.CharField(
        label=_("Begrundelse"),
        max_length=2000,
        help_text=_("Står i varslet til de andre parter."),
        error_messages={"required": _("Skriv kort hvorfor.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    before_money_used = forms.BooleanField(
        label=_("Vi læser vilkåret sådan, at varslet kan gives, før midlerne er brugt"),
        required=False,
    )


class ReceiptForm(forms.Form):
    """The day the notice was received."""

    received_on = DayField(
        label=_("Modtaget den"), missing=_("Skriv den dag, varslet blev modtaget.")
    )


class WithdrawForm(forms.Form):
    """Why a notice is taken back."""

    reason = forms.CharField(
        label=_("Hvorfor trækkes varslet tilbage?"),
        max_length=300,
        error_messages={"required": _("Skriv kort hvorfor.")},
    )
