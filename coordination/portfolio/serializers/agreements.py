from rest_framework import serializers

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
    kind = serializers.CharField(source="kind.value")
    act_by = serializers.DateField()
    target_on = serializers.DateField()
    explanation = serializers.CharField()
    confirmed_by = serializers.CharField()


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
