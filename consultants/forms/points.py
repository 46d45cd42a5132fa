"""Snags and improvement points."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consultants.enums import POINT_MOVES, Better, Frequency, PointState
from consultants.models import ImprovementPoint, Snag
from consultants.selectors import Chosen, Place
from consultants.services import Baseline, Content
from coordination.parties.models import Organisation
from coordination.web.fields import DayField

MISSING = {"required": _("Feltet skal udfyldes.")}
LINES = forms.Textarea(attrs={"rows": 3})


def _text(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, error_messages=MISSING, **options)


def _choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    missing = {"required": _("Vælg en af mulighederne.")}
    return forms.ChoiceField(label=label, choices=choices, error_messages=missing, **options)


def _number(label: Any, **options: Any) -> forms.DecimalField:
    wrong = {"required": _("Skriv et tal."), "invalid": _("Skriv et tal, for eksempel 12,5.")}
    return forms.DecimalField(
        label=label,
        localize=True,
        max_digits=10,
        decimal_places=2,
        error_messages=wrong,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **options,
    )


class SnagForm(forms.Form):
    """Where, what and how often."""

    place = _choice(_("Hvor?"), [])
    what = _text(
        _("Hvad går galt i samarbejdet?"),
        500,
        widget=LINES,
        help_text=_("Skriv om samarbejdet, ikke om patienter: intet CPR-nummer og intet navn."),
    )
    frequency = _choice(_("Hvor tit?"), Frequency.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, places: Sequence[Place]) -> None:
        super().__init__(data)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Vælg hospital, afdeling eller kommune")), *map(_group, places)]

    def chosen_place(self) -> UUID:
        """The place that was chosen."""
        return UUID(self.cleaned_data["place"])


def _group(place: Place) -> Any:
    whole = (str(place.host.uuid), place.host.name)
    if not place.departments:
        return whole
    return place.host.name, [whole, *((str(row.uuid), row.name) for row in place.departments)]


class SnagsField(forms.MultipleChoiceField):
    """Snags with a tick each."""

    def __init__(self, **options: Any) -> None:
        missing = {"required": _("Sæt kryds ved mindst én knast.")}
        super().__init__(
            label=_("Knaster"),
            widget=forms.CheckboxSelectMultiple,
            error_messages=missing | {"invalid_choice": _("En af knasterne er taget af en anden.")},
            **options,
        )

    def offer(self, snags: Sequence[Snag]) -> None:
        """Let these be chosen."""
        self.choices = [(str(row.uuid), f"{row.number}: {row.what}") for row in snags]


class ChooseForm(forms.Form):
    """Snags that are to join a point."""

    snags = SnagsField()

    def __init__(self, data: Any, *, snags: Sequence[Snag], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["snags"]
        assert isinstance(field, SnagsField)
        field.offer(snags)

    def chosen(self) -> list[UUID]:
        """The snags that were ticked."""
        return [UUID(value) for value in self.cleaned_data["snags"]]


class ContentForm(forms.Form):
    """What a point is about, who owns it, and until when."""

    title = _text(_("Hvad skal blive bedre?"), 120)
    owner = _text(
        _("Ejer på stedet"), 120, help_text=_("En funktion eller en afdeling, ikke et navn.")
    )
    due_on = DayField(label=_("Frist"))
    aim = _text(_("Hvad er aftalt?"), 1000, required=False, widget=LINES)

    def content(self) -> Content:
        """What was typed."""
        return Content(**{name: self.cleaned_data[name] for name in Content.__slots__})


class PointForm(ChooseForm, ContentForm):
    """A joint point of the ticked snags, with the measure it will be judged by."""

    name = _text(
        _("Hvad måles?"), 120, help_text=_("For eksempel: epikriser, der er mere end to dage om.")
    )
    before = _number(_("Måling før"))
    unit = _text(_("Enhed"), 20, required=False, help_text=_("For eksempel %, dage eller antal."))
    before_on = DayField(label=_("Målt den"))
    better = _choice(
        _("Hvad er bedst?"), Better.choices, widget=forms.RadioSelect, initial=Better.LOWER
    )

    field_order = ("snags", "title", "owner", "due_on", "aim")

    def baseline(self) -> Baseline:
        """The measure before, as it was typed."""
        data = {name: self.cleaned_data[name] for name in Baseline.__slots__}
        return Baseline(**data | {"better": Better(data["better"])})


class PointFilterForm(forms.Form):
    """What the list and the board show; it stands in the address."""

    sted = _choice(_("Sted"), [], required=False)
    tilstand = _choice(_("Tilstand"), [("", _("Alle åbne")), *PointState.choices], required=False)
    stille = forms.BooleanField(label=_("Kun dem, der er stille"), required=False)
    lukkede = forms.BooleanField(label=_("Også lukkede"), required=False)
    visning = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, hosts: Sequence[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["sted"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Alle steder")), *((str(row.uuid), row.name) for row in hosts)]

    def chosen(self) -> Chosen:
        """The filters; what nobody can read counts as not asked for."""
        self.is_valid()
        data = self.cleaned_data
        return Chosen(
            host=UUID(data["sted"]) if data.get("sted") else None,
            state=PointState(data["tilstand"]) if data.get("tilstand") else None,
            silent=bool(data.get("stille")),
            closed=bool(data.get("lukkede")),
        )


class AnswerForm(forms.Form):
    """What comes of a snag that becomes no point."""

    answer = _text(_("Svar til dem, der har meldt den"), 300, widget=LINES)


class NoteForm(forms.Form):
    """What happened."""

    note = _text(_("Hvad er der sket?"), 300, widget=LINES)


class MoveForm(forms.Form):
    """The next state."""

    to = _choice(_("Ny tilstand"), [], widget=forms.RadioSelect)
    note = _text(_("Bemærkning"), 250, required=False, help_text=_("Skal skrives, hvis I opgiver."))

    def __init__(self, data: Any = None, *, point: ImprovementPoint) -> None:
        super().__init__(data)
        moves = POINT_MOVES[PointState(point.state)] - {PointState.CLOSED}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(state.value, state.label) for state in PointState if state in moves]


class CloseForm(forms.Form):
    """The measure afterwards."""

    after = _number(_("Måling efter"))
    measured_on = DayField(label=_("Målt den"))
    note = _text(_("Hvad blev der ud af det?"), 300, widget=LINES)
