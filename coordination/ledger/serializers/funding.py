from rest_framework import serializers

from coordination.parties.serializers import OrganisationOut


class ShareOut(serializers.Serializer):
    payer = OrganisationOut()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)


class FundingMonthOut(serializers.Serializer):
    month = serializers.DateField(help_text="Den første dag i måneden.")
    total = serializers.DecimalField(max_digits=14, decimal_places=2)
    shares = ShareOut(many=True)


class FundingStatementOut(serializers.Serializer):
    total = serializers.DecimalField(max_digits=14, decimal_places=2)
    is_whole = serializers.BooleanField(
        help_text="Om alle betalere er med; ellers kun den andel, som egen organisation bærer."
    )
    shares = ShareOut(many=True)
    months = FundingMonthOut(many=True)
