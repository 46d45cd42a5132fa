import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agreements.enums import BodyKind, Decision
from coordination.agreements.services import MOST_BYTES, Reference
from coordination.portfolio.selectors.board import Wanted
from coordination.web.fields import DAY_FORMATS, DayField

DAY = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
MOST_LINES = 200


class BoardForm(forms.Form):
    """What the board shows. A value that cannot be chosen is left out."""

    mangler = forms.BooleanField(label=gettext_lazy("Kun dem, der mangler"), required=False)
    aftale = forms.CharField(
        label=gettext_lazy("Aftale"), required=False, max_length=80, widget=forms.Select
    )
    beslutning = forms.ChoiceField(
        label=gettext_lazy("Beslutning"),
        required=False,
        choices=[
            ("", gettext_lazy("Alle")),
            (Decision.NOT_SENT.value, gettext_lazy("Uden svar")),
            *((row.value, row.label) for row in Decision if row != Decision.NOT_SENT),
        ],
    )
    organ = forms.ChoiceField(
        label=gettext_lazy("Organ"),
        required=False,
        choices=[("", gettext_lazy("Alle")), *BodyKind.choices],
    )

    def wanted(self) -> Wanted:
        """What was chosen."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(
            missing=data.get("mangler", False),
            agreement=data.get("aftale", ""),
            decision=Decision(data["beslutning"]) if data.get("beslutning") else None,
            body_kind=BodyKind(data["organ"]) if data.get("organ") else None,
        )

    def offer(self, titles: Iterable[tuple[str, str]]) -> None:
        """The agreements that can be chosen."""
        widget: Any = self.fields["aftale"].widget
        widget.choices = [("", _("Alle")), *titles]


class DecisionForm(forms.Form):
    """What a body decided, and where that can be read."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Beslutning"),
        error_messages={"required": gettext_lazy("Vælg, hvad organet besluttede.")},
    )
    meeting_on = DayField(
        label=gettext_lazy("Mødedato"),
        required=False,
        help_text=gettext_lazy("Den dag, sagen er eller var på. For eksempel 2.6.2020."),
    )
    agenda_number = forms.CharField(
        label=gettext_lazy("Punkt på dagsordenen"), max_length=20, required=False
    )
    case_number = forms.CharField(label=gettext_lazy("Sagsnummer"), max_length=40, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link til referatet"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy("Skriv hele adressen, for eksempel https://kommune.dk/referat.")
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Forbehold eller bemærkning"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Et forbehold skrives, som det står i beslutningen. Ingen personoplysninger."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, decisions: Iterable[Decision], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["decision"]
        field.choices = [("", _("Vælg")), *((row.value, row.label) for row in decisions)]

    def reference(self) -> Reference:
        """Where the decision can be found."""
        names = ("meeting_on", "agenda_number", "case_number", "link", "note")
        return Reference(**{name: self.cleaned_data[name] for name in names})


class StartForm(forms.Form):
    """Why an agreement starts without some of its parties."""

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor starter I uden alle?"),
        max_length=500,
        help_text=gettext_lazy("Vises på aftalen for alle parter."),
        error_messages={"required": gettext_lazy("Skriv kort hvorfor.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MeetingsForm(forms.Form):
    """Meetings, one on each line: the day, and the last day for papers."""

    days = forms.CharField(
        label=gettext_lazy("Møder"),
        max_length=20_000,
        help_text=gettext_lazy("Et møde pr. linje: 30.6.2020, papirer senest 5.6.2020"),
        error_messages={"required": gettext_lazy("Skriv mindst ét møde.")},
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )

    def clean_days(self) -> list[tuple[date, date]]:
        lines = enumerate(self.cleaned_data["days"].splitlines(), start=1)
        written = [(number, line) for number, line in lines if line.strip()]
        if len(written) > MOST_LINES:
            raise forms.ValidationError(_("Skriv højst %s møder ad gangen.") % MOST_LINES)
        return [_meeting(number, line) for number, line in written]


def _meeting(number: int, line: str) -> tuple[date, date]:
    days = [_day(number, text) for text in DAY.findall(line)]
    if len(days) != 2:
        raise forms.ValidationError(
            _("Linje %s: skriv mødets dag og sidste dag for papirer.") % number
        )
    return days[0], days[1]


def _day(number: int, text: str) -> date:
    try:
        day: date = forms.DateField(input_formats=DAY_FORMATS).clean(text)
    except forms.ValidationError as error:
        told = {"n": number, "day": text}
        raise forms.ValidationError(_("Linje %(n)s: dagen %(day)s findes ikke.") % told) from error
    return day


class DocumentForm(forms.Form):
    """A PDF and what it is."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=160,
        error_messages={"required": gettext_lazy("Skriv, hvad dokumentet er.")},
    )
    file = forms.FileField(
        label=gettext_lazy("PDF-fil, højst 10 MB"),
        max_length=160,
        error_messages={
            "required": gettext_lazy("Vælg en fil."),
            "empty": gettext_lazy("Filen er tom. Vælg en anden."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def content(self) -> bytes:
        """The file, or one byte more than is kept, so that a large one is refused unread."""
        content: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return content
