from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.parties.models import Organisation
from coordination.web.fields import DayField, KronerField

MOST_KRONER = Decimal(1_000_000_000)


class TotalForm(forms.Form):
    """One amount to divide by the funding key."""

    total = KronerField(
        label=_("Beløb i alt"), help_text=_("Med minus foran, hvis bevillingen nedsættes.")
    )

    def clean_total(self) -> Decimal:
        total: Decimal = self.cleaned_data["total"]
        if not 0 < abs(total) <= MOST_KRONER:
            raise forms.ValidationError(_("Skriv et beløb, der ikke er 0."))
        return total


class AppropriationForm(forms.Form):
    """A decision, and what each payer puts in or takes out by it."""

    decision = forms.CharField(
        label=_("Beslutning"),
        max_length=200,
        help_text=_("Hvem besluttede det, og hvor står det? For eksempel »Regionsrådet, pkt. 7«."),
        error_messages={"required": _("Skriv, hvilken beslutning der ligger bag.")},
    )
    decided_on = DayField(label=_("Besluttet den"))

    def __init__(
        self,
        *args: object,
        payers: list[Organisation],
        amounts: dict[int, str] | None = None,
        **options: object,
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.payers = payers
        for payer in payers:
            self.fields[self.name_of(payer)] = KronerField(
                label=payer.name,
                required=False,
                help_text="",
                initial=(amounts or {}).get(payer.pk, ""),
            )

    @staticmethod
    def name_of(payer: Organisation) -> str:
        """What the payer's amount is called in the form."""
        return f"amount_{payer.uuid}"

    @property
    def amounts(self) -> list[tuple[Organisation, Decimal]]:
        """The amounts that were written."""
        data = self.cleaned_data
        found = [(payer, data.get(self.name_of(payer))) for payer in self.payers]
        return [(payer, amount) for payer, amount in found if amount]
