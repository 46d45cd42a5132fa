from rest_framework import serializers

from coordination.notices.enums import NoticeKind, NoticeState
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class NoticeIn(StrictSerializer):
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    reason = serializers.CharField(max_length=2000)
    before_money_used = serializers.BooleanField(required=False, default=False)


class ReceiptIn(StrictSerializer):
    organisations = serializers.ListField(child=serializers.UUIDField(), min_length=1)
    received_on = serializers.DateField()


class WithdrawIn(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class ReceiptOut(serializers.Serializer):
    organisation = OrganisationOut()
    received_on = serializers.DateField(allow_null=True)


class NoticeOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    state = serializers.ChoiceField(choices=NoticeState.choices)
    given_by = OrganisationOut()
    reason = serializers.CharField()
    given_on = serializers.DateField(allow_null=True)
    received_on = serializers.DateField(allow_null=True)
    last_day_on = serializers.DateField(allow_null=True, help_text="Aftalens sidste dag.")
    inputs = serializers.DictField(help_text="Det, datoen er regnet ud fra.")


class NoticeDetailOut(NoticeOut):
    receipts = ReceiptOut(many=True)


class NoticeResults(serializers.Serializer):
    results = NoticeOut(many=True)
