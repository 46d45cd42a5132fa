from rest_framework import serializers

from coordination.notices.enums import DeadlineKind, Target
from coordination.parties.serializers import OrganisationOut


class AgreementOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    slug = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    region = OrganisationOut()
    starts_on = serializers.DateField()
    ends_before = serializers.DateField(allow_null=True)


class AgreementPage(serializers.Serializer):
    results = AgreementOut(many=True)


class PartyOut(serializers.Serializer):
    organisation = OrganisationOut()
    role = serializers.CharField()


class BudgetOut(serializers.Serializer):
    appropriated = serializers.DecimalField(max_digits=14, decimal_places=2)
    reserved = serializers.DecimalField(max_digits=14, decimal_places=2)
    spent = serializers.DecimalField(max_digits=14, decimal_places=2)
    left = serializers.DecimalField(max_digits=14, decimal_places=2)
    money_used = serializers.CharField()


class AgreementDetailOut(AgreementOut):
    suspended_from = serializers.DateField(allow_null=True)
    parties = PartyOut(many=True)
    budget = BudgetOut(allow_null=True, help_text="Kun for den, der forvalter aftalen.")


class DeadlineOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=DeadlineKind.choices)
    target = serializers.ChoiceField(choices=Target.choices)
    anchor = serializers.CharField(help_text="Læsningen; flere rækker, hvor ordene er tavse.")
    act_by = serializers.DateField(help_text="Sidste dag at handle.")
    body_by = serializers.DateField(allow_null=True, help_text="Sidste dag hos organet.")
    target_on = serializers.DateField()
    last_day_on = serializers.DateField(allow_null=True)
    is_confirmed = serializers.BooleanField()
    explanation = serializers.CharField()


class DeadlineAgreementOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    slug = serializers.CharField()
    title = serializers.CharField()


class ListedDeadlineOut(DeadlineOut):
    agreement = DeadlineAgreementOut()


class ListedDeadlinePage(serializers.Serializer):
    results = ListedDeadlineOut(many=True)


class DeadlinePage(serializers.Serializer):
    results = DeadlineOut(many=True)


class EntryOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.CharField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    service_on = serializers.DateField()
    posted_at = serializers.DateTimeField()
    municipality = OrganisationOut(allow_null=True)
    carried_over = serializers.BooleanField()


class EntryPage(serializers.Serializer):
    results = EntryOut(many=True)
