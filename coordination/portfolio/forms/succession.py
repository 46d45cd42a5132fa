"""One choice with its reason per agreement, and one operator per municipality, on one page."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agreements.enums import Succession
from coordination.ledger.selectors import KeyOn
from coordination.parties.models import Organisation
from coordination.portfolio.selectors.succession import Nursing, SuccessionPage, Touched
from coordination.portfolio.services import Chosen, Operator

REGION_ALONE = "region_alone"
LEFT_OPEN = "left_open"
SHARE = re.compile(r"\s*(?P<name>.+?)\s*:\s*(?P<weight>\d{1,7}([.,]\d{1,4})?)\s*%?\s*")
CHOICES = [
    ("", gettext_lazy("Ikke valgt")),
    (Succession.CONTINUES.value, Succession.CONTINUES.label),
    (REGION_ALONE, gettext_lazy("Fortsætter med ny nøgle (100 % region)")),
    (Succession.NEW_KEY.value, gettext_lazy("Fortsætter med ny nøgle (skriv andelene)")),
    (Succession.ENDS.value, Succession.ENDS.label),
    (Succession.NEW_DECISION.value, Succession.NEW_DECISION.label),
]


class SuccessionForm(forms.Form):
    """What is wanted. Only what may be chosen is asked, and what is left blank stays as it is."""

    def __init__(self, *args: Any, page: SuccessionPage, **options: Any) -> None:
        super().__init__(*args, **options)
        self.page = page
        self.payers = {row.name: row for row in page.payers}
        self.places: dict[str, Organisation] = {}
        for row in page.agreements:
            if row.may_choose:
                self._ask_about(row)
        for place in page.nursing:
            if place.may_choose:
                self._ask_operator(place)

    def _ask_about(self, row: Touched) -> None:
        key = row.agreement.pk
        chosen = row.choice
        self.fields[f"choice-{key}"] = forms.ChoiceField(
            label=_("Hvad skal der ske?"),
            choices=_choices(row),
            required=False,
            initial=_chosen(row, self.page.succession.successor),
        )
        self.fields[f"shares-{key}"] = forms.CharField(
            label=_("Andele"),
            required=False,
            max_length=5000,
            initial=_shares(row.key) if chosen and chosen.choice == Succession.NEW_KEY else "",
            help_text=_("Én betaler pr. linje, for eksempel Næstved Kommune: 25"),
            widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=_("Begrundelse"),
            required=False,
            max_length=300,
            initial=chosen.reason if chosen else "",
        )

    def _ask_operator(self, place: Nursing) -> None:
        options = [place.municipality, self.page.succession.successor]
        if place.after.operator and place.after.operator not in options:
            options.append(place.after.operator)
        self.places |= {str(row.uuid): row for row in options}
        self.fields[f"operator-{place.municipality.pk}"] = forms.ChoiceField(
            label=_("Driver i %s") % place.municipality.name,
            choices=[
                (LEFT_OPEN if place.after.operator else "", _("Ikke afgjort")),
                *((str(row.uuid), row.name) for row in options),
            ],
            required=False,
            initial=str(place.after.operator.uuid) if place.after.operator else "",
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for row in self.page.agreements:
            key = row.agreement.pk
            if not data.get(f"choice-{key}"):
                continue
            if not data.get(f"reason-{key}", "").strip():
                self.add_error(
                    f"reason-{key}", _("Skriv en begrundelse for %s.") % row.agreement.title
                )
            if data[f"choice-{key}"] == Succession.NEW_KEY:
                data[f"shares-{key}"] = self._typed_shares(key, data.get(f"shares-{key}", ""))
        return data

    def _typed_shares(self, key: int, text: str) -> list[tuple[Organisation, Decimal]]:
        found = []
        for line in filter(str.strip, text.splitlines()):
            typed = SHARE.fullmatch(line)
            payer = self.payers.get(typed["name"]) if typed else None
            if typed is None or payer is None:
                self.add_error(
                    f"shares-{key}",
                    _("Skriv regionen eller en kommune ved navn, kolon og andelen på hver linje."),
                )
                return []
            found.append((payer, Decimal(typed["weight"].replace(",", "."))))
        if not found:
            self.add_error(f"shares-{key}", _("Skriv, hvem der betaler hvor meget."))
        return found

    def chosen(self) -> list[Chosen]:
        """What is wanted for each agreement about which something was said."""
        found = []
        for row in self.page.agreements:
            key = row.agreement.pk
            value = self.cleaned_data.get(f"choice-{key}")
            if not value:
                continue
            alone = value == REGION_ALONE
            choice = Succession.NEW_KEY if alone else Succession(value)
            shares = [(self.page.succession.successor, Decimal(1))] if alone else []
            if choice == Succession.NEW_KEY and not alone:
                shares = self.cleaned_data[f"shares-{key}"]
            reason = self.cleaned_data[f"reason-{key}"].strip()
            found.append(Chosen(row.agreement, choice, reason, shares))
        return found

    def operators(self) -> list[Operator]:
        """Who is to run acute nursing, where that was said; None where it is taken back."""
        said = [
            (place.municipality, self.cleaned_data.get(f"operator-{place.municipality.pk}"))
            for place in self.page.nursing
        ]
        return [Operator(place, self.places.get(value)) for place, value in said if value]


def _choices(row: Touched) -> list[tuple[str, Any]]:
    """What is asked of one agreement: what it offers, a new key in two ways."""
    asked = {"", *row.offered}
    if Succession.NEW_KEY in row.offered:
        asked.add(REGION_ALONE)
    return [(value, label) for value, label in CHOICES if value in asked]


def _chosen(row: Touched, successor: Organisation) -> str:
    if row.choice is None:
        return ""
    shares = row.key.shares if row.key else []
    alone = [funder for funder, _weight in shares] == [successor]
    return REGION_ALONE if row.choice.choice == Succession.NEW_KEY and alone else row.choice.choice


def _shares(key: KeyOn | None) -> str:
    rows = key.shares if key else []
    return "\n".join(f"{funder.name}: {weight.normalize():f}" for funder, weight in rows)
