from rest_framework import serializers

from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class PayerAmountIn(StrictSerializer):
    payer = serializers.UUIDField()
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, help_text="Kroner; negativt, hvor bidraget nedsættes."
    )


class AppropriationIn(StrictSerializer):
    decision = serializers.CharField(max_length=200)
    decided_on = serializers.DateField()
    amounts = PayerAmountIn(many=True, allow_empty=False)


class PayerAmountOut(serializers.Serializer):
    payer = OrganisationOut(source="funder")
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)


class AppropriationOut(serializers.Serializer):
    decision = serializers.CharField()
    decided_on = serializers.DateField()
    total = serializers.DecimalField(max_digits=14, decimal_places=2)
    amounts = PayerAmountOut(many=True, source="rows")


class AppropriationsOut(serializers.Serializer):
    appropriated = serializers.DecimalField(max_digits=14, decimal_places=2)
    spent = serializers.DecimalField(max_digits=14, decimal_places=2)
    reserved = serializers.DecimalField(max_digits=14, decimal_places=2)
    decisions = AppropriationOut(many=True)
