from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.agreements.enums import Anchor, Trigger
from coordination.ledger.enums import TariffRule
from coordination.portfolio.forms.whatif import MOST_KRONER, MOST_MONTHS
from coordination.portfolio.selectors.simulator import SIMULATED, Plan
from coordination.web.fields import CountField, DayField, KronerField

MOST_SESSIONS, MOST_MINUTES, MOST_DAYS = Decimal(10_000), 480, 3660


class SimulatorForm(forms.Form):
    """An agreement as it might be."""

    amount = KronerField(label=_("Bevilling i alt"))
    starts_on = DayField(label=_("Første dag"))
    last_day = DayField(label=_("Sidste dag"))
    sessions_a_week = forms.DecimalField(
        label=_("Sessioner om ugen"),
        localize=True,
        min_value=Decimal("0.1"),
        max_value=MOST_SESSIONS,
        max_digits=7,
        decimal_places=1,
        help_text=_("I gennemsnit, for eksempel 120 eller 7,5."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    minutes = CountField(
        label=_("Minutter pr. session"), min_value=1, max_value=MOST_MINUTES, initial=15
    )
    rule = forms.ChoiceField(
        label=_("Afregning"), choices=[(row.value, row.label) for row in SIMULATED]
    )
    price = KronerField(label=_("Pris"), help_text=_("Pr. time, ydelse eller påbegyndt enhed."))
    unit_minutes = CountField(
        label=_("Minutter i en påbegyndt enhed"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
    )
    months = CountField(
        label=_("Varsel for suspension i måneder"), min_value=1, max_value=MOST_MONTHS, initial=1
    )
    anchor = forms.ChoiceField(label=_("Varslet regnes"), choices=Anchor.choices)
    trigger = forms.ChoiceField(label=_("Varslet kan gives"), choices=Trigger.choices)
    lead_days = CountField(
        label=_("Dage til organets behandling"),
        required=False,
        min_value=0,
        max_value=365,
        initial=45,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("last_day")
        if first and last and not 0 < (last - first).days <= MOST_DAYS:
            self.add_error("last_day", _("Sidste dag skal ligge efter første dag, højst ti år."))
        for name in ("amount", "price"):
            amount = data.get(name)
            if amount is not None and not 0 < amount <= MOST_KRONER:
                self.add_error(name, _("Skriv et beløb over 0 kr."))
        if data.get("rule") == TariffRule.PER_STARTED and not data.get("unit_minutes"):
            self.add_error("unit_minutes", _("Skriv, hvor mange minutter en enhed har."))
        return data

    @property
    def plan(self) -> Plan:
        """What was written, as the rules read it."""
        data = self.cleaned_data
        return Plan(
            amount=data["amount"],
            starts_on=data["starts_on"],
            last_day=data["last_day"],
            sessions_a_week=data["sessions_a_week"],
            minutes=data["minutes"],
            rule=TariffRule(data["rule"]),
            price=data["price"],
            unit_minutes=data["unit_minutes"] or 0,
            months=data["months"],
            anchor=Anchor(data["anchor"]),
            trigger=Trigger(data["trigger"]),
            lead_days=data["lead_days"] or 0,
        )
