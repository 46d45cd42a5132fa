from rest_framework import serializers

from coordination.notices.enums import NoticeKind, NoticeState
from coordination.parties.serializers import OrganisationOut
from coordination.web.serializers import StrictSerializer


class NoticeIn(StrictSerializer):
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    reason = serializers.CharField(max_length=2000)
    wanted_last_day_on = serializers.DateField(required=False, allow_null=True, default=None)
    body = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Det organ, der skal beslutte varslet. Det får en opgave med sin frist.",
    )


class ReceiptIn(StrictSerializer):
    organisations = serializers.ListField(child=serializers.UUIDField(), min_length=1)
    received_on = serializers.DateField()


class WithdrawIn(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class BodyDecisionIn(StrictSerializer):
    decided_on = serializers.DateField()
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ResumeIn(StrictSerializer):
    resumes_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class ReceiptOut(serializers.Serializer):
    organisation = OrganisationOut()
    received_on = serializers.DateField(allow_null=True)
    withdrawal_agreed_on = serializers.DateField(allow_null=True)


class DecidingBodyOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.CharField()
    name = serializers.CharField()


class BodyTaskOut(serializers.Serializer):
    """What a body has to decide about a notice; only its own party sees it."""

    body = DecidingBodyOut()
    due_on = serializers.DateField(allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()


class NoticeOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    state = serializers.ChoiceField(choices=NoticeState.choices, help_text="Efter dagens dato.")
    given_by = OrganisationOut()
    reason = serializers.CharField()
    wanted_last_day_on = serializers.DateField(
        allow_null=True, help_text="Ses kun af den part, hvis varsel det er."
    )
    given_on = serializers.DateField(allow_null=True)
    received_on = serializers.DateField(allow_null=True)
    last_day_on = serializers.DateField(allow_null=True, help_text="Sidste dag, før det virker.")
    inputs = serializers.DictField(help_text="Det, datoen er regnet ud fra.")
    withdrawal_asked_on = serializers.DateField(allow_null=True)
    resumes_on = serializers.DateField(
        allow_null=True, default=None, help_text="Første dag efter en ophævet suspension."
    )


class NoticeDetailOut(NoticeOut):
    receipts = ReceiptOut(many=True)
    body_task = BodyTaskOut(allow_null=True)


class NoticeResults(serializers.Serializer):
    results = NoticeOut(many=True)
