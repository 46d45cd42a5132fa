"""Meetings, and the few words that people write in a plan and a report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consultants.models import MeetingItem
from consultants.services import Outcome
from coordination.base.periods import COPENHAGEN
from coordination.parties.models import Organisation
from coordination.web.fields import DayField

MISSING = {"required": _("Feltet skal udfyldes.")}


class MeetingForm(forms.Form):
    """Where, when and what besides the open points."""

    host = forms.ChoiceField(
        label=_("Sted"),
        choices=[],
        error_messages={"required": _("Vælg stedet.")},
        help_text=_("Stedets åbne punkter kommer på dagsordenen."),
    )
    title = forms.CharField(
        label=_("Møde"), max_length=120, initial=_("Møde med ledelsen"), error_messages=MISSING
    )
    held_on = DayField(label=_("Dag"))
    begins = forms.TimeField(
        label=_("Kl."),
        input_formats=["%H:%M", "%H.%M"],
        error_messages={
            "required": _("Skriv klokkeslættet."),
            "invalid": _("Skriv klokkeslættet som 8:30."),
        },
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
    )
    where = forms.CharField(label=_("Hvor"), max_length=120, required=False)
    extra = forms.CharField(
        label=_("Andre punkter på dagsordenen"),
        max_length=1000,
        required=False,
        help_text=_("Ét på hver linje."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, hosts: Sequence[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["host"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(row.uuid), row.name) for row in hosts]

    def asked(self) -> dict[str, Any]:
        """What was typed."""
        data = self.cleaned_data
        return {
            "host": UUID(data["host"]),
            "title": data["title"],
            "held_at": datetime.combine(data["held_on"], data["begins"], tzinfo=COPENHAGEN),
            "where": data["where"],
            "extra": data["extra"].splitlines(),
        }


class HoldForm(forms.Form):
    """The minutes, and what came of each item."""

    PARTS = (
        ("decision", _("Beslutning"), 300),
        ("task", _("Opgave"), 200),
        ("task_owner", _("Ejer af opgaven"), 120),
    )

    def __init__(self, data: Any = None, *, items: Sequence[MeetingItem]) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            for name, label, length in self.PARTS:
                self.fields[f"{name}-{item.position}"] = forms.CharField(
                    label=label, max_length=length, required=False
                )
            self.fields[f"task_due_on-{item.position}"] = DayField(label=_("Frist"), required=False)
        self.fields["minutes"] = forms.CharField(
            label=_("Referat"),
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each item under its title."""
        names = [*(name for name, _label, _length in self.PARTS), "task_due_on"]
        return [
            (f"{item.position}. {item.title}", [self[f"{name}-{item.position}"] for name in names])
            for item in self.items
        ]

    def outcomes(self) -> list[Outcome]:
        """What was typed for each item."""
        data = self.cleaned_data
        return [
            Outcome(
                item=item.uuid,
                decision=data[f"decision-{item.position}"],
                task=data[f"task-{item.position}"],
                task_owner=data[f"task_owner-{item.position}"],
                task_due_on=data[f"task_due_on-{item.position}"],
            )
            for item in self.items
        ]


class WordsForm(forms.Form):
    """A few paragraphs."""

    words = forms.CharField(
        label=_("Tekst"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
