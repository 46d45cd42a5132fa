from rest_framework import serializers

from coordination.ledger.enums import OF_SHARE, FileKind
from coordination.ledger.services.settlements import MOST_GRACE
from coordination.parties.serializers import OrganisationOut

WHOLE = [(kind.value, kind.label) for kind in FileKind if kind not in OF_SHARE]
SHARED = [(kind.value, kind.label) for kind in FileKind if kind in OF_SHARE]


def _amount() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2)


class SettlementOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_before = serializers.DateField()
    grace_days = serializers.IntegerField()
    cutoff_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField()
    closed_by = serializers.CharField()
    claim_count = serializers.IntegerField()
    amount = _amount()
    content_hash = serializers.CharField()
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.CharField()


class SettlementPage(serializers.Serializer):
    results = SettlementOut(many=True)


class TallyOut(serializers.Serializer):
    name = serializers.CharField()
    count = serializers.IntegerField()
    amount = _amount()


class SettlementShareOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    number = serializers.IntegerField()
    funder = OrganisationOut()
    amount = _amount()


class SettlementFileOut(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    share = serializers.UUIDField(source="share_uuid", allow_null=True)
    kind = serializers.CharField()
    name = serializers.CharField()
    sha256 = serializers.CharField()
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField()


class IssuedOut(SettlementFileOut):
    is_copy = serializers.BooleanField(help_text="Om filen har været hentet før.")


class SettlementDetailOut(SettlementOut):
    is_whole = serializers.BooleanField(help_text="Om alle praksis og betalere er med.")
    practices = TallyOut(many=True)
    shares = SettlementShareOut(many=True)
    left_over = TallyOut(many=True)
    files = SettlementFileOut(many=True)


class MonthCloseIn(serializers.Serializer):
    month = serializers.DateField(help_text="En dag i måneden.")
    grace_days = serializers.IntegerField(min_value=0, max_value=MOST_GRACE, default=2)


class MonthReopenIn(serializers.Serializer):
    month = serializers.DateField(help_text="En dag i den senest lukkede måned.")
    reason = serializers.CharField(max_length=300)


class MonthFileIn(serializers.Serializer):
    kind = serializers.ChoiceField(choices=WHOLE)


class ShareFileIn(serializers.Serializer):
    kind = serializers.ChoiceField(choices=SHARED)


class InvoiceAddressOut(serializers.Serializer):
    funder = OrganisationOut()
    gln = serializers.CharField(allow_null=True)
    reference = serializers.CharField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)


class InvoiceSenderOut(serializers.Serializer):
    cvr = serializers.CharField()
    registration = serializers.CharField()
    account = serializers.CharField()
    exemption = serializers.CharField()
    starts_on = serializers.DateField()


class InvoicingOut(serializers.Serializer):
    sender = InvoiceSenderOut(allow_null=True)
    results = InvoiceAddressOut(many=True)


class InvoiceAddressIn(serializers.Serializer):
    funder = serializers.UUIDField()
    gln = serializers.CharField(max_length=20)
    reference = serializers.CharField(max_length=60)
    starts_on = serializers.DateField()


class InvoiceSenderIn(serializers.Serializer):
    cvr = serializers.CharField(max_length=12)
    registration = serializers.CharField(max_length=4)
    account = serializers.CharField(max_length=14)
    exemption = serializers.CharField(max_length=200, required=False, default="")
    starts_on = serializers.DateField()


class OwnMonthOut(serializers.Serializer):
    id = serializers.UUIDField()
    agreement = serializers.CharField()
    starts_on = serializers.DateField()
    closed_at = serializers.DateTimeField()
    claim_count = serializers.IntegerField()
    amount = _amount()


class OwnMonthResults(serializers.Serializer):
    results = OwnMonthOut(many=True)


class OwnLineOut(serializers.Serializer):
    claim = serializers.UUIDField(source="claim.uuid")
    service_on = serializers.DateField()
    municipality = serializers.CharField(source="municipality_name")
    service_code = serializers.CharField(source="claim.service_code")
    quantity = serializers.CharField(source="claim.quantity")
    fee_reason = serializers.CharField(source="claim.fee_reason")
    amount = _amount()


class OwnLeftOverOut(OwnLineOut):
    reason = serializers.CharField()


class OwnMonthDetailOut(serializers.Serializer):
    lines = OwnLineOut(many=True)
    left_over = OwnLeftOverOut(many=True)
