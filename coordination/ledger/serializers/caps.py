from decimal import Decimal

from rest_framework import serializers

from coordination.ledger.enums import CapParty, CapWindow
from coordination.web.serializers import StrictSerializer


class CapIn(StrictSerializer):
    party = serializers.ChoiceField(choices=CapParty.choices)
    window = serializers.ChoiceField(choices=CapWindow.choices)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=Decimal("0.01"))
    starts_on = serializers.DateField()
    decision = serializers.CharField(max_length=200)


class LiftIn(StrictSerializer):
    party = serializers.ChoiceField(choices=CapParty.choices)
    window = serializers.ChoiceField(choices=CapWindow.choices)
    ends_before = serializers.DateField(help_text="Den første dag uden loft.")


class CapOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    party = serializers.ChoiceField(choices=CapParty.choices)
    window = serializers.ChoiceField(choices=CapWindow.choices)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    starts_on = serializers.DateField()
    ends_before = serializers.DateField(allow_null=True)
    decision = serializers.CharField()


class CapSetOut(CapOut):
    was_raised = serializers.BooleanField(
        help_text="Loftet blev hævet til det, der er leveret og reserveret."
    )


class CapResults(serializers.Serializer):
    results = CapOut(many=True)
