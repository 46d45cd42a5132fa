from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from acute.enums import WORDS, Consent, Outcome, Reason, ScoreKind, Urgency
from acute.errors import BadMeasurement
from acute.models import MeasurementKind
from acute.rules.scores import Circumstances, Reading
from acute.services.attachments import MOST
from coordination.base.periods import DAY
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


class CalledForm(forms.Form):
    """What came of the call that the ladder ended in."""

    note = forms.CharField(
        label=_("Hvem talte du med, og hvad blev svaret?"), max_length=300, required=False
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
