from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from coordination.ledger.models import Claim


def claim_state(kind: str, column: str = "uuid") -> Subquery:
    """SQL: how far the claim has come whose source is a kind and the uuid in a column."""
    source = Concat(Value(f"{kind}:"), Cast(OuterRef(column), CharField()))
    return Subquery(Claim.objects.filter(source=source).values("state")[:1])
