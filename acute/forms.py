from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acute.enums import WORDS, Consent, Outcome, Reason, ScoreKind, Urgency
from acute.errors import BadMeasurement
from acute.models import MeasurementKind
from acute.rules.scores import Circumstances, Reading
from acute.services.attachments import MOST
from coordination.base.periods import COPENHAGEN, DAY
from coordination.parties.models import Organisation
from coordination.web.fields import DayField

PREFIX = "m_"


class DanishDecimalField(forms.CharField):
    """A number as people type it: comma or point, blanks around it."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            number = Decimal(text.replace(" ", "").replace(",", "."))
        except InvalidOperation as error:
            raise forms.ValidationError(_("Skriv et tal, for eksempel 38,4.")) from error
        if not number.is_finite() or abs(number) >= 10_000:
            raise forms.ValidationError(_("Skriv et tal, for eksempel 38,4."))
        return number


class FindPatientForm(forms.Form):
    cpr = forms.CharField(
        label=_("CPR-nummer"),
        max_length=16,
        help_text=_("Ti cifre, med eller uden bindestreg."),
        error_messages={"required": _("Skriv borgerens CPR-nummer.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class MeasurementForm(forms.Form):
    """What was measured; one field per offered kind, named by its code."""

    spo2_scale = forms.ChoiceField(
        label=_("Iltmætning vurderes efter"),
        choices=[("1", _("Skala 1 (de fleste)")), ("2", _("Skala 2 (ordineret af læge)"))],
        required=False,
    )
    pregnant = forms.BooleanField(label=_("Borgeren er gravid"), required=False)

    def __init__(
        self, *args: Any, kinds: list[MeasurementKind], score: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        if score != ScoreKind.NEWS2:
            del self.fields["spo2_scale"], self.fields["pregnant"]
        for kind in kinds:
            self.fields[PREFIX + kind.code] = _measurement_field(kind)

    @property
    def measurement_fields(self) -> Iterator[BoundField]:
        """The measurement fields in order."""
        return (self[PREFIX + kind.code] for kind in self.kinds)

    @property
    def circumstance_fields(self) -> Iterator[BoundField]:
        """What NEWS2 asks besides."""
        return (self[name] for name in ("spo2_scale", "pregnant") if name in self.fields)

    @property
    def measurements(self) -> list[tuple[str, Reading]]:
        """The readings that were filled in and can be read, with their codes."""
        values = ((kind.code, self.cleaned_data.get(PREFIX + kind.code)) for kind in self.kinds)
        return [(code, value) for code, value in values if value not in (None, "")]

    @property
    def circumstances(self) -> Circumstances:
        data = self.cleaned_data
        return Circumstances(int(data.get("spo2_scale") or 1), data.get("pregnant", False))

    def field_of(self, error: Exception) -> str | None:
        """The field of the measurement a refusal is about."""
        return PREFIX + error.measurement if isinstance(error, BadMeasurement) else None


def _measurement_field(kind: MeasurementKind) -> forms.Field:
    words = WORDS.get(kind.code)
    if words is not None:
        choices = [("", _("Ikke vurderet")), *words.choices]
        return forms.ChoiceField(label=kind.name, choices=choices, required=False)
    return DanishDecimalField(
        label=kind.name,
        required=False,
        help_text=kind.unit,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class RequestForm(MeasurementForm):
    """What a nurse asks, and what she measured."""

    reason = forms.ChoiceField(
        label=_("Hvad drejer det sig om?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad det drejer sig om.")},
    )
    urgency = forms.ChoiceField(
        label=_("Hvor meget haster det?"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvor meget det haster.")},
    )
    question = forms.CharField(
        label=_("Spørgsmål til lægen"),
        max_length=200,
        help_text=_("Én linje."),
        error_messages={
            "required": _("Skriv med én linje, hvad du vil spørge lægen om."),
            "max_length": _("Skriv spørgsmålet kortere: højst 200 tegn."),
        },
    )
    callback_phone = forms.CharField(
        label=_("Ring tilbage på"),
        max_length=20,
        error_messages={"required": _("Skriv det nummer, lægen skal ringe til.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    consent = forms.ChoiceField(
        label=_("Samtykke til at spørge lægen"),
        choices=Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvem der har sagt ja til, at lægen spørges.")},
    )


class ConsultForm(RequestForm):
    """What a specialist at a hospital is asked, about the citizen one is with."""

    cpr = forms.CharField(
        label=_("Borgerens CPR-nummer"),
        max_length=16,
        help_text=_("Ti cifre, med eller uden bindestreg."),
        error_messages={"required": _("Skriv borgerens CPR-nummer.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(
        label=_("Hvem vil du spørge?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvem du vil spørge.")},
    )

    def __init__(self, *args: Any, units: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.uuid), row.name) for row in units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["unit"].initial = choices[0][0]


MINUTES = forms.IntegerField(
    label=_("Minutter"),
    min_value=1,
    max_value=600,
    initial=15,
    error_messages={
        "required": _("Skriv, hvor mange minutter rådgivningen tog."),
        "invalid": _("Skriv minutterne som et helt tal."),
        "min_value": _("Skriv minutterne som et helt tal fra 1 til 600."),
        "max_value": _("Skriv minutterne som et helt tal fra 1 til 600."),
    },
    widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
)


class AnswerForm(forms.Form):
    """What the doctor decided, and how long it took."""

    outcome = forms.ChoiceField(
        label=_("Hvad blev besluttet?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad der blev besluttet.")},
    )
    minutes = MINUTES
    advice = forms.CharField(
        label=_("Råd til sygeplejersken"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    without_fee = forms.BooleanField(label=_("Send rådet uden honorar fra aftalen"), required=False)


class AdviceForm(forms.Form):
    """What somebody decided who is paid no fee for it."""

    outcome = AnswerForm.base_fields["outcome"]
    advice = forms.CharField(
        label=_("Råd"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AttachmentForm(forms.Form):
    """A picture, a sound or a film from the phone."""

    file = forms.FileField(
        label=_("Billede, lyd eller video"),
        max_length=None,
        help_text=_("Højst 12 MB, video 25 MB. Sted og andre oplysninger i filen slettes."),
        error_messages={
            "required": _("Tag et billede, eller vælg en optagelse."),
            "empty": _("Filen er tom. Tag billedet eller optagelsen igen."),
        },
    )

    def content(self) -> bytes:
        """The file, or one byte more than is kept, so that a large one is refused unread."""
        content: bytes = self.cleaned_data["file"].read(MOST + 1)
        return content


class CloseForm(forms.Form):
    """Whether the advice was carried out."""

    result = forms.ChoiceField(
        label=_("Er lægens råd fulgt?"),
        choices=[("done", _("Udført")), ("not_possible", _("Ikke muligt"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om rådet er udført.")},
    )
    note = forms.CharField(
        label=_("Bemærkning"),
        max_length=300,
        required=False,
        help_text=_("Skal udfyldes, hvis det ikke var muligt."),
    )


class ReasonForm(forms.Form):
    """Why something is given back or taken back."""

    reason = forms.CharField(
        label=_("Hvorfor?"),
        max_length=200,
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class DelegationForm(forms.Form):
    """What a doctor lets nurses measure beforehand."""

    municipality = forms.ChoiceField(label=_("Sygeplejersker i"))
    codes = forms.MultipleChoiceField(
        label=_("Må måle på forhånd"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én måling.")},
    )
    patient_group = forms.CharField(
        label=_("Hos hvilke borgere?"),
        max_length=120,
        required=False,
        help_text=_("For eksempel borgere med KOL. Lad feltet stå tomt, hvis det gælder alle."),
    )
    starts_on = DayField(label=_("Fra og med"))
    ends_on = DayField(label=_("Til og med"), required=False)

    def __init__(
        self,
        *args: Any,
        kinds: list[MeasurementKind],
        municipalities: list[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(row.uuid), row.name) for row in municipalities]
        self.fields["municipality"].choices = places  # type: ignore[attr-defined]
        self.fields["codes"].choices = [(row.code, row.name) for row in kinds]  # type: ignore[attr-defined]

    @property
    def ends_before(self) -> date | None:
        last = self.cleaned_data["ends_on"]
        return last + DAY if last else None


class CorrectForm(forms.Form):
    """The same session with other minutes. `shown` are the minutes whose amount was shown."""

    minutes = MINUTES
    began = forms.TimeField(
        label=_("Begyndt kl."),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        help_text=_("Kun hvis taksten afhænger af klokkeslættet."),
        error_messages={"invalid": _("Skriv klokkeslættet som 8:30.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Hvad er rettet?"),
        max_length=200,
        help_text=_("Regionen får det at se. Skriv intet om borgeren."),
        error_messages={"required": _("Skriv kort, hvad der er rettet.")},
    )
    shown = forms.CharField(required=False)


class SessionForm(forms.Form):
    """Advice that was given without a request."""

    cpr = forms.CharField(
        label=_("Borgerens CPR-nummer"),
        max_length=16,
        error_messages={"required": _("Skriv borgerens CPR-nummer.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    service_on = DayField(label=_("Dag"), missing=_("Skriv den dag, rådgivningen fandt sted."))
    minutes = MINUTES
    began = forms.TimeField(
        label=_("Begyndt kl."),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        help_text=_("Kun hvis taksten afhænger af klokkeslættet."),
        error_messages={"invalid": _("Skriv klokkeslættet som 8:30.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    ordinal = forms.IntegerField(
        label=_("Nummer den dag"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("1, medmindre der var flere sessioner om samme borger samme dag."),
        error_messages={"required": _("Skriv 1, hvis der kun var én.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    ordinal_reason = forms.CharField(
        label=_("Begrundelse, hvis der var flere"), max_length=200, required=False
    )

    @property
    def began_at(self) -> datetime | None:
        """The moment it began, where that was said."""
        began = self.cleaned_data.get("began")
        if began is None:
            return None
        return datetime.combine(self.cleaned_data["service_on"], began, tzinfo=COPENHAGEN)


def quarter_value(first_day: date) -> str:
    """A quarter as an address names it: 2020-K2."""
    return f"{first_day.year}-K{first_day.month // 3 + 1}"


class QuarterForm(forms.Form):
    """From one quarter to another, as they stand in the address; all where none is asked."""

    fra = forms.ChoiceField(label=_("Fra"), required=False)
    til = forms.ChoiceField(label=_("Til og med"), required=False)

    def __init__(self, quarters: list[date], asked: QueryDict) -> None:
        self._days = {quarter_value(day): day for day in quarters}
        ends = {"fra": quarter_value(quarters[0]), "til": quarter_value(quarters[-1])}
        super().__init__({name: asked.get(name) or end for name, end in ends.items()})
        choices = [(value, _quarter_label(day)) for value, day in self._days.items()]
        for name in ends:
            field: Any = self.fields[name]
            field.choices = choices
            field.error_messages["invalid_choice"] = _("Vælg et kvartal fra listen.")

    def clean(self) -> dict[str, Any]:
        """The first quarter is not after the last one."""
        given: dict[str, Any] = super().clean() or {}
        if {"fra", "til"} <= given.keys() and self._days[given["fra"]] > self._days[given["til"]]:
            self.add_error("til", _("Perioden slutter, før den begynder. Vælg et senere kvartal."))
        return given

    def period(self) -> tuple[date, date]:
        """The first days of the first and the last quarter."""
        return self._days[self.cleaned_data["fra"]], self._days[self.cleaned_data["til"]]


def _quarter_label(day: date) -> str:
    return gettext("%(number)s. kvartal %(year)s") % {
        "number": day.month // 3 + 1,
        "year": day.year,
    }
