from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.ledger.enums import CapParty, CapWindow
from coordination.web.fields import DayField, KronerField


class CapForm(forms.Form):
    """The most that may be used, by whom, in which days, and who decided it."""

    party = forms.ChoiceField(
        label=_("Hvem gælder loftet for?"),
        choices=CapParty.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvem loftet gælder for.")},
    )
    window = forms.ChoiceField(
        label=_("Hvad tælles sammen?"),
        choices=CapWindow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad der tælles sammen.")},
    )
    amount = KronerField(label=_("Loft i kroner"))
    starts_on = DayField(label=_("Gælder ydelser fra og med"))
    decision = forms.CharField(
        label=_("Beslutning"),
        max_length=200,
        help_text=_("For eksempel Praksisplanudvalget 27.5.2020, punkt 4."),
        error_messages={"required": _("Skriv, hvem der har besluttet loftet.")},
    )

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Loftet skal være over 0 kr."))
        return amount


class LiftForm(forms.Form):
    """Which cap ends, and from which day."""

    party = forms.ChoiceField(choices=CapParty.choices, widget=forms.HiddenInput)
    window = forms.ChoiceField(choices=CapWindow.choices, widget=forms.HiddenInput)
    ends_before = DayField(label=_("Gælder ikke ydelser fra og med"))
