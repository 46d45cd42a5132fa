from rest_framework import serializers

from acute.enums import Consent, Outcome, Reason, RequestState, SessionState, Urgency
from coordination.ledger.enums import ClaimState
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class MeasurementIn(StrictSerializer):
    code = serializers.CharField(max_length=12, help_text="NPU- eller MedCom-kode.")
    value = serializers.DecimalField(max_digits=8, decimal_places=2)


class RequestIn(StrictSerializer):
    patient = serializers.UUIDField(help_text="Borgerens id fra patients/search.")
    reason = serializers.ChoiceField(choices=Reason.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    question = serializers.CharField(max_length=200)
    background = serializers.CharField(max_length=4000, required=False, default="")
    consent = serializers.ChoiceField(choices=Consent.choices)
    callback_phone = serializers.CharField(max_length=20)
    measurements = MeasurementIn(many=True, required=False, default=list)


class AnswerIn(StrictSerializer):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    minutes = serializers.IntegerField()
    advice = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    without_fee = serializers.BooleanField(
        required=False, default=False, help_text="Svar uden session, når midlerne er brugt."
    )


class ReasonIn(StrictSerializer):
    reason = serializers.CharField(max_length=200)


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


class PatientRef(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")


class AgreementRef(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()


class RequestOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    patient = PatientRef()
    municipality = OrganisationOut()
    practice = OrganisationOut()
    agreement = AgreementRef()
    reason = serializers.ChoiceField(choices=Reason.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    question = serializers.CharField()
    background = serializers.CharField()
    callback_phone = serializers.CharField()
    sent_at = serializers.DateTimeField()
    sent_by = serializers.CharField()
    promised_at = serializers.DateTimeField()
    taken_at = serializers.DateTimeField(allow_null=True)
    taken_by = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()
    advice = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()


class MeasurementOut(serializers.Serializer):
    code = serializers.CharField(source="kind.code")
    name = serializers.CharField(source="kind.name")
    unit = serializers.CharField(source="kind.unit")
    value = serializers.DecimalField(max_digits=8, decimal_places=2)
    measured_at = serializers.DateTimeField()


class RequestDetailOut(RequestOut):
    measurements = MeasurementOut(many=True)


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
