from typing import Any

from rest_framework import serializers

from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    ClauseKind,
    State,
    Succession,
)
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.parties.serializers import OrganisationOut
from coordination.portfolio.enums import What
from coordination.web.serializers import StrictSerializer


class RightOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=ClauseKind.choices)
    anchor = serializers.ChoiceField(choices=Anchor.choices)
    latest = serializers.DateField(help_text="Sidste dag, varslet kan modtages.")
    is_confirmed = serializers.BooleanField()


class CrossingOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    state = serializers.ChoiceField(choices=NoticeState.choices)
    given_by = OrganisationOut()
    last_day_on = serializers.DateField(allow_null=True)


class SuccessionAgreementOut(serializers.Serializer):
    agreement = serializers.UUIDField(source="agreement.uuid")
    title = serializers.CharField(source="agreement.title")
    kind = serializers.ChoiceField(source="agreement.kind", choices=AgreementKind.choices)
    state = serializers.ChoiceField(source="agreement.state", choices=State.choices)
    starts_on = serializers.DateField(source="agreement.starts_on")
    ends_before = serializers.DateField(source="agreement.ends_before", allow_null=True)
    notices = CrossingOut(many=True, help_text="Afgivne varsler, som går ud over dagen.")
    rights = RightOut(many=True, help_text="For at aftalen slutter dagen før.")
    pending_decisions = serializers.SerializerMethodField(
        help_text="Parter, der mangler at beslutte om den tekst, der er til godkendelse."
    )
    offered = serializers.ListField(child=serializers.ChoiceField(choices=Succession.choices))
    choice = serializers.ChoiceField(
        source="choice.choice", choices=Succession.choices, allow_null=True, default=None
    )
    reason = serializers.CharField(source="choice.reason", allow_null=True, default=None)
    may_choose = serializers.BooleanField()

    def get_pending_decisions(self, row: Any) -> int:
        return len(row.pending.parties) - row.pending.approved if row.pending else 0


class SuccessionAgreementsOut(serializers.Serializer):
    results = SuccessionAgreementOut(many=True)
    after = serializers.IntegerField(
        allow_null=True, help_text="Send som after for den næste side."
    )


class SuccessionOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    on = serializers.DateField()
    days_left = serializers.SerializerMethodField()
    successor = OrganisationOut()
    old = OrganisationOut(many=True)

    def get_days_left(self, row: Any) -> int:
        return max((row.on - self.context["today"]).days, 0)


class SuccessionsOut(serializers.Serializer):
    results = SuccessionOut(many=True)


class HoldersOut(serializers.Serializer):
    authority = OrganisationOut(allow_null=True)
    operator = OrganisationOut(allow_null=True)
    payer = OrganisationOut(allow_null=True)


class FunctionOut(serializers.Serializer):
    municipality = OrganisationOut()
    before = HoldersOut()
    after = HoldersOut(help_text="Fra dagen; null, hvor ingen har sagt det.")
    may_choose = serializers.BooleanField()


class FunctionsOut(serializers.Serializer):
    results = FunctionOut(many=True)


class SuccessionShareIn(StrictSerializer):
    funder = serializers.UUIDField()
    weight = serializers.DecimalField(max_digits=24, decimal_places=4)


class SuccessionChoiceIn(StrictSerializer):
    agreement = serializers.UUIDField()
    choice = serializers.ChoiceField(choices=Succession.choices)
    reason = serializers.CharField(max_length=300)
    shares = serializers.ListField(
        child=SuccessionShareIn(), required=False, default=list, max_length=200
    )


class SuccessionOperatorIn(StrictSerializer):
    municipality = serializers.UUIDField()
    holder = serializers.UUIDField(allow_null=True, help_text="null: ikke afgjort.")


class FunctionsIn(StrictSerializer):
    operators = serializers.ListField(child=SuccessionOperatorIn(), max_length=98)


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
