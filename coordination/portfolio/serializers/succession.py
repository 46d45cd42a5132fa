from rest_framework import serializers

from coordination.agreements.enums import Succession
from coordination.parties.serializers import OrganisationOut
from coordination.portfolio.enums import What
from coordination.web.serializers import StrictSerializer


class SuccessionChoiceOut(serializers.Serializer):
    agreement = serializers.UUIDField(source="agreement.uuid")
    title = serializers.CharField(source="agreement.title")
    choice = serializers.ChoiceField(
        source="choice.choice", choices=Succession.choices, allow_null=True, default=None
    )
    reason = serializers.CharField(source="choice.reason", allow_null=True, default=None)
    notice_by = serializers.ListField(
        child=serializers.DateField(),
        help_text="Sidste dag for opsigelse til dagen før, for hver måde vilkåret kan læses på.",
    )
    may_choose = serializers.BooleanField()


class SuccessionChoicesOut(serializers.Serializer):
    results = SuccessionChoiceOut(many=True)
    after = serializers.IntegerField(
        allow_null=True, help_text="Send som after for den næste side."
    )


class SuccessionOut(serializers.Serializer):
    on = serializers.DateField(source="succession.on")
    days_left = serializers.IntegerField()
    successor = OrganisationOut(source="succession.successor")
    old = OrganisationOut(source="succession.old", many=True)


class SuccessionPageOut(serializers.Serializer):
    results = SuccessionOut(many=True)


class SuccessionShareIn(StrictSerializer):
    funder = serializers.UUIDField()
    weight = serializers.DecimalField(max_digits=12, decimal_places=4)


class SuccessionChoiceIn(StrictSerializer):
    agreement = serializers.UUIDField()
    choice = serializers.ChoiceField(choices=Succession.choices)
    reason = serializers.CharField(max_length=300)
    shares = serializers.ListField(
        child=SuccessionShareIn(), required=False, default=list, max_length=200
    )


class SuccessionOperatorIn(StrictSerializer):
    municipality = serializers.UUIDField()
    holder = serializers.UUIDField()


class SuccessionChoicesIn(StrictSerializer):
    dry_run = serializers.BooleanField(help_text="true: intet gemmes.")
    choices = serializers.ListField(
        child=SuccessionChoiceIn(), required=False, default=list, max_length=50
    )
    operators = serializers.ListField(
        child=SuccessionOperatorIn(), required=False, default=list, max_length=98
    )


class SuccessionChangeOut(serializers.Serializer):
    subject = serializers.CharField()
    agreement = serializers.UUIDField(source="agreement.uuid", allow_null=True, default=None)
    what = serializers.ChoiceField(choices=What.choices)
    before = serializers.CharField()
    after = serializers.CharField()
    from_on = serializers.DateField()


class SuccessionChangesOut(serializers.Serializer):
    dry_run = serializers.BooleanField()
    changes = SuccessionChangeOut(many=True)
