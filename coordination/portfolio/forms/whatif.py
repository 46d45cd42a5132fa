from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.agreements.enums import Anchor, Trigger
from coordination.web.fields import CountField, KronerField

MOST_MONTHS = 36
MOST_KRONER = Decimal(1_000_000_000)


class WhatIfForm(forms.Form):
    """A pace and a reading to try; what is left out stays as it is."""

    pace = KronerField(
        label=_("Tempo pr. måned"), required=False, help_text=_("I kroner, for eksempel 160.000.")
    )
    top_up = KronerField(
        label=_("Tillæg til bevillingen"),
        required=False,
        help_text=_("Med minus foran, hvis den nedsættes."),
    )
    price_percent = forms.DecimalField(
        label=_("Takster ændres med procent"),
        required=False,
        localize=True,
        min_value=Decimal(-90),
        max_value=Decimal(200),
        max_digits=5,
        decimal_places=2,
        help_text=_("For eksempel 2,5 eller -10."),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    notice_today = forms.BooleanField(
        label=_("Varsel om suspension modtages i dag"), required=False
    )
    trigger = forms.ChoiceField(
        label=_("Varslet kan gives"), choices=Trigger.choices, required=False
    )
    anchor = forms.ChoiceField(label=_("Varslet regnes"), choices=Anchor.choices, required=False)
    months = CountField(
        label=_("Varsel i måneder"), required=False, min_value=1, max_value=MOST_MONTHS
    )

    def clean_pace(self) -> Decimal | None:
        pace: Decimal | None = self.cleaned_data["pace"]
        if pace is not None and not 0 < pace <= MOST_KRONER:
            raise forms.ValidationError(_("Skriv et tempo over 0 kr."))
        return pace

    def clean_top_up(self) -> Decimal | None:
        amount: Decimal | None = self.cleaned_data["top_up"]
        if amount is not None and abs(amount) > MOST_KRONER:
            raise forms.ValidationError(_("Skriv et mindre beløb."))
        return amount
