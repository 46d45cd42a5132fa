from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from acute.enums import (
    WORDS,
    AttachmentKind,
    Consent,
    Outcome,
    Reason,
    RequestState,
    Responsible,
    Rung,
    Scan,
    ScoreKind,
    SessionState,
    StepKind,
    Urgency,
)
from acute.models import MeasurementKind, Request
from coordination.ledger.enums import ClaimState
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class MeasurementIn(StrictSerializer):
    code = serializers.CharField(max_length=12, help_text="Kode fra measurement-kinds.")
    value = serializers.DecimalField(max_digits=8, decimal_places=2, required=False)
    word = serializers.CharField(
        max_length=30, required=False, help_text="I stedet for value, hvor målingen har ord."
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if ("value" in data) == ("word" in data):
            raise serializers.ValidationError("Send enten value eller word.")
        return data


class MeasurementsIn(StrictSerializer):
    measurements = MeasurementIn(many=True)
    spo2_scale = serializers.ChoiceField(choices=[1, 2], required=False, default=1)
    pregnant = serializers.BooleanField(required=False, default=False)


class RequestIn(StrictSerializer):
    patient = serializers.UUIDField(help_text="Borgerens id fra patients/search.")
    reason = serializers.ChoiceField(choices=Reason.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    question = serializers.CharField(max_length=200)
    background = serializers.CharField(max_length=4000, required=False, default="")
    consent = serializers.ChoiceField(choices=Consent.choices)
    callback_phone = serializers.CharField(max_length=20)
    measurements = MeasurementIn(many=True, required=False, default=list)
    spo2_scale = serializers.ChoiceField(
        choices=[1, 2], required=False, default=1, help_text="NEWS2: skala for iltmætning."
    )
    pregnant = serializers.BooleanField(required=False, default=False)


class AnswerIn(StrictSerializer):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    minutes = serializers.IntegerField()
    advice = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    without_fee = serializers.BooleanField(
        required=False, default=False, help_text="Svar uden session, når midlerne er brugt."
    )


class ReasonIn(StrictSerializer):
    reason = serializers.CharField(max_length=200)


class CalledIn(StrictSerializer):
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class CloseIn(StrictSerializer):
    carried_out = serializers.BooleanField()
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class SessionIn(StrictSerializer):
    patient = serializers.UUIDField()
    service_on = serializers.DateField(help_text="Den lokale dag, ydelsen blev givet.")
    minutes = serializers.IntegerField()
    began_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Kun hvis taksten afhænger af klokkeslættet.",
    )
    ordinal = serializers.IntegerField(min_value=1, max_value=20, required=False, default=1)
    ordinal_reason = serializers.CharField(max_length=200, required=False, default="")


class MoreMinutesIn(StrictSerializer):
    minutes = serializers.IntegerField(help_text="Minutter oveni dem, der er registreret.")
    began_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class EditAdviceIn(StrictSerializer):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    advice = serializers.CharField(max_length=4000, allow_blank=True)


class ResendIn(StrictSerializer):
    patient = serializers.UUIDField(help_text="Den rigtige borgers id fra patients/search.")
    reason = serializers.CharField(max_length=200)


class ReportIn(StrictSerializer):
    avoided = serializers.BooleanField(help_text="Om en indlæggelse blev undgået.")


class PatientRef(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")


class AgreementRef(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()


class AskedStepOut(serializers.Serializer):
    rung = serializers.ChoiceField(choices=Rung.choices)
    name = serializers.CharField()
    phone = serializers.CharField()
    at = serializers.DateTimeField()
    until_at = serializers.DateTimeField(allow_null=True)


class ResponsibleOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Responsible.choices)
    organisation = serializers.CharField()
    name = serializers.CharField()


class TimelineOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=StepKind.choices)
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    organisation_name = serializers.CharField()
    text = serializers.CharField()


class RequestOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    patient = PatientRef()
    municipality = OrganisationOut()
    practice = OrganisationOut()
    agreement = serializers.SerializerMethodField(
        help_text="Aftalen, svaret honoreres efter; null for dem, der ikke ser aftaler."
    )
    reason = serializers.ChoiceField(choices=Reason.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    question = serializers.CharField()
    background = serializers.CharField()
    callback_phone = serializers.CharField()
    sent_at = serializers.DateTimeField()
    sent_by = serializers.CharField()
    promised_at = serializers.DateTimeField()
    rung = serializers.ChoiceField(choices=Rung.choices, help_text="Trinnet, der spørges nu.")
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="Da spørges den næste, hvis ingen har fået kontakt."
    )
    contact_at = serializers.DateTimeField(allow_null=True)
    call_name = serializers.CharField(help_text="Hvem sygeplejersken skal ringe til til sidst.")
    call_phone = serializers.CharField()
    taken_at = serializers.DateTimeField(allow_null=True)
    taken_by = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    advice = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()

    @extend_schema_field(AgreementRef(allow_null=True))
    def get_agreement(self, request: Request) -> dict[str, Any] | None:
        known = Request.agreement.field.get_cached_value(request, default=None)
        return AgreementRef(known).data if known else None


class MeasurementOut(serializers.Serializer):
    code = serializers.CharField(source="kind.code")
    name = serializers.CharField(source="kind.name")
    unit = serializers.CharField(source="kind.unit")
    value = serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True)
    word = serializers.CharField()
    measured_at = serializers.DateTimeField()


class MeasurementPage(serializers.Serializer):
    results = MeasurementOut(many=True)


class MeasurementKindOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    lowest = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    highest = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    decimals = serializers.IntegerField()
    words = serializers.SerializerMethodField(help_text="De ord, målingen kan angives med.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_words(self, kind: MeasurementKind) -> list[str]:
        words = WORDS.get(kind.code)
        return list(words.values) if words else []


class MeasurementKindPage(serializers.Serializer):
    results = MeasurementKindOut(many=True)


class ScoreLineOut(serializers.Serializer):
    code = serializers.CharField()
    reading = serializers.CharField()
    lowest = serializers.CharField(allow_null=True)
    highest = serializers.CharField(allow_null=True)
    points = serializers.IntegerField()


class ScoreOut(serializers.Serializer):
    score = serializers.ChoiceField(choices=ScoreKind.choices)
    version = serializers.CharField(help_text="Tabellens version.")
    total = serializers.IntegerField(
        allow_null=True, help_text="Mangler, når scoren er ufuldstændig eller ikke må bruges."
    )
    missing = serializers.ListField(child=serializers.CharField(), help_text="Koder, der mangler.")
    obstacle = serializers.CharField()
    action = serializers.CharField()
    lines = ScoreLineOut(many=True)
    made_at = serializers.DateTimeField()


class RequestDetailOut(RequestOut):
    responsible = ResponsibleOut()
    ladder = AskedStepOut(many=True)
    timeline = TimelineOut(many=True)
    measurements = MeasurementOut(many=True)
    score = ScoreOut(allow_null=True)


class AttachmentIn(StrictSerializer):
    file = serializers.FileField(help_text="JPEG, PNG, GIF, MP4, MOV, WebM, MP3, OGG eller WAV.")


class AttachmentOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=AttachmentKind.choices)
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Byte, efter rensning.")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    seconds = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Scan.choices)
    added_at = serializers.DateTimeField()
    added_by = serializers.CharField()


class AttachmentPage(serializers.Serializer):
    results = AttachmentOut(many=True)


class DelegationOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    practice = OrganisationOut()
    municipality = OrganisationOut()
    patient_group = serializers.CharField()
    codes = serializers.ListField(child=serializers.CharField())
    starts_on = serializers.DateField()
    ends_before = serializers.DateField(allow_null=True)
    signed_by = serializers.CharField()
    signed_at = serializers.DateTimeField()


class DelegationPage(serializers.Serializer):
    results = DelegationOut(many=True)


class SessionOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    state = serializers.ChoiceField(choices=SessionState.choices)
    claim_state = serializers.ChoiceField(
        choices=ClaimState.choices, help_text="Hvor langt betalingen er nået."
    )
    agreement = AgreementRef()
    municipality = OrganisationOut()
    service_on = serializers.DateField()
    minutes = serializers.IntegerField()
    service_code = serializers.CharField()
    price = serializers.DecimalField(max_digits=10, decimal_places=2)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    fee_reason = serializers.CharField()
    ordinal = serializers.IntegerField()
    logged_at = serializers.DateTimeField()
    logged_by = serializers.CharField()


class AnswerOut(serializers.Serializer):
    request = RequestOut()
    session = SessionOut(allow_null=True)


class RequestPage(serializers.Serializer):
    results = RequestOut(many=True)


class SessionPage(serializers.Serializer):
    results = SessionOut(many=True)
