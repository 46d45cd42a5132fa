from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.ledger.services.settlements import MOST_GRACE
from coordination.web.fields import CountField, DayField

USUAL_GRACE = 2


class CloseForm(forms.Form):
    """How many days after the month its sessions could still be claimed."""

    grace_days = CountField(
        label=_("Frist efter månedens udgang"), min_value=0, max_value=MOST_GRACE
    )


class ReopenForm(forms.Form):
    """Why a closed month is opened again."""

    reason = forms.CharField(
        label=_("Hvorfor genåbnes måneden?"),
        max_length=300,
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class AddressForm(forms.Form):
    """Where a funder's invoices go, from a day on."""

    funder = forms.ChoiceField(label=_("Betaler"))
    gln = forms.CharField(
        label=_("GLN (EAN-nummer)"),
        max_length=20,
        help_text=_("13 cifre."),
        error_messages={"required": _("Skriv EAN-nummeret.")},
    )
    reference = forms.CharField(
        label=_("Betalerens reference"),
        max_length=60,
        help_text=_("Kontostreng, rekvisition eller navn, som betaleren kræver det."),
        error_messages={"required": _("Skriv referencen.")},
    )
    starts_on = DayField(label=_("Gælder fra"))

    def __init__(self, *args: Any, funders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].choices = funders  # type: ignore[attr-defined]


class SenderForm(forms.Form):
    """How the region stands on its invoices, from a day on."""

    cvr = forms.CharField(
        label=_("CVR-nummer"), max_length=12, error_messages={"required": _("Skriv CVR-nummeret.")}
    )
    registration = forms.CharField(
        label=_("Registreringsnummer"),
        max_length=4,
        error_messages={"required": _("Skriv registreringsnummeret.")},
    )
    account = forms.CharField(
        label=_("Kontonummer"),
        max_length=14,
        error_messages={"required": _("Skriv kontonummeret.")},
    )
    starts_on = DayField(label=_("Gælder fra"))
