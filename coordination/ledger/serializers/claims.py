from rest_framework import serializers

from coordination.ledger.enums import ClaimState
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class ClaimAgreementOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()


class ClaimOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    state = serializers.ChoiceField(choices=ClaimState.choices)
    agreement = ClaimAgreementOut()
    municipality = OrganisationOut(allow_null=True)
    practice = OrganisationOut()
    service_on = serializers.DateField()
    service_code = serializers.CharField()
    quantity = serializers.CharField()
    price = serializers.DecimalField(max_digits=10, decimal_places=2)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    fee_reason = serializers.CharField()
    ordinal = serializers.IntegerField()
    ordinal_reason = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    submitted_by = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)
    approved_by = serializers.CharField()
    cleared_at = serializers.DateTimeField(allow_null=True)
    cleared_by = serializers.CharField()
    rejected_at = serializers.DateTimeField(allow_null=True)
    reject_reason = serializers.CharField()
    answer = serializers.CharField()
    version = serializers.IntegerField()


class ClaimDetailOut(ClaimOut):
    same_case = ClaimOut(many=True, help_text="Andre levende krav om samme borger, aftale og dag.")


class ClaimPage(serializers.Serializer):
    results = ClaimOut(many=True)


class RejectIn(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class ResubmitIn(StrictSerializer):
    answer = serializers.CharField(max_length=300)


class ClaimsIn(StrictSerializer):
    claims = serializers.ListField(
        child=serializers.UUIDField(), help_text="Kravenes id, højst 500."
    )


class RefusedOut(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    detail = serializers.CharField()


class OutcomeOut(serializers.Serializer):
    done = serializers.ListField(child=serializers.UUIDField())
    total = serializers.DecimalField(max_digits=14, decimal_places=2)
    refused = RefusedOut(many=True)
