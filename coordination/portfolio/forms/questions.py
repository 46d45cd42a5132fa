"""What the drafting pages are made of: numbered questions, each with its fields."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from coordination.agreements.enums import Anchor
from coordination.agreements.models import Agreement, Body
from coordination.parties.models import Organisation
from coordination.web.fields import CountField

UNSAID = "unsaid"
"""The answer that the words do not say it."""

ANCHORS = [(UNSAID, _("Det står der ikke")), *Anchor.choices]
MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Choices:
    """Who and what can be chosen from."""

    region: Organisation
    municipalities: list[Organisation]
    providers: list[Organisation]
    bodies: list[Body]
    parents: list[Agreement]


@dataclass(frozen=True, slots=True)
class Question:
    """One numbered question, why it is asked, and the names of its fields."""

    number: int
    asks: Any
    why: Any
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its bound fields, for the page."""

    number: int
    asks: Any
    why: Any
    fields: list[BoundField]


class Step(forms.Form):
    """One page of questions. `slug` stands in its address."""

    slug: ClassVar[str]
    heading: ClassVar[Any]
    questions: ClassVar[tuple[Question, ...]]

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """Put what can be chosen into the fields."""

    @property
    def asked(self) -> list[Asked]:
        """The questions of the page, each with its bound fields."""
        return [
            Asked(row.number, row.asks, row.why, [self[name] for name in row.fields])
            for row in self.questions
        ]

    def need(self, name: str, says: Any, *, when: str) -> None:
        """Ask for a field that another one makes necessary."""
        missing = self.cleaned_data.get(name) in (None, "", [], False)
        if self.cleaned_data.get(when) and missing and name not in self.errors:
            self.add_error(name, says)


def quote(*, required: bool = True) -> forms.CharField:
    """The words of a clause."""
    return forms.CharField(
        label=_("Aftalens ord"),
        required=required,
        max_length=4000,
        help_text=_("Skriv af fra teksten."),
        error_messages={"required": _("Skriv aftalens ord af.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def months() -> CountField:
    """The length of a notice."""
    return CountField(
        label=_("Varsel i måneder"), required=False, min_value=1, max_value=MOST_MONTHS
    )


def anchor() -> forms.ChoiceField:
    """What a notice is counted to; blank where the words do not say."""
    return forms.ChoiceField(
        label=_("Regnet hvordan?"),
        choices=ANCHORS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Står det ikke i ordene, vises begge datoer, til nogen afgør det."),
    )
