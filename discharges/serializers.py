from rest_framework import serializers

from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import CprField, StrictSerializer
from discharges.enums import DischargeState, StepKind


class ChangeIn(StrictSerializer):
    expected_on = serializers.DateField(help_text="Den lokale dag, borgeren ventes hjem.")
    needs = serializers.CharField(max_length=200, help_text="Én linje om, hvad der er brug for.")


class AnnounceIn(ChangeIn):
    cpr = CprField(help_text="CPR-nummer, ti cifre. Aldrig i en adresse.")


class CancelIn(StrictSerializer):
    reason = serializers.CharField(max_length=200)


class DischargePatientOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")


class DischargeOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    state = serializers.ChoiceField(choices=DischargeState.choices)
    patient = DischargePatientOut()
    ward = OrganisationOut()
    municipality = OrganisationOut()
    practice = OrganisationOut(allow_null=True)
    expected_on = serializers.DateField()
    needs = serializers.CharField()
    asked_at = serializers.DateTimeField(help_text="Da dagen og behovet sidst blev meldt.")
    nurse_ready_at = serializers.DateTimeField(allow_null=True)
    gp_ready_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()


class DischargeStepOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=StepKind.choices)
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    organisation_name = serializers.CharField()
    expected_on = serializers.DateField()
    needs = serializers.CharField()
    reason = serializers.CharField()


class DischargeDetailOut(DischargeOut):
    steps = DischargeStepOut(many=True)


class DischargePage(serializers.Serializer):
    results = DischargeOut(many=True)
