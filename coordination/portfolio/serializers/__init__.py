from coordination.portfolio.serializers.agreements import (
    AgreementDetailOut,
    AgreementOut,
    AgreementPage,
    BudgetOut,
    DeadlineOut,
    DeadlinePage,
    EntryOut,
    EntryPage,
    ListedDeadlineOut,
    ListedDeadlinePage,
    PartyOut,
)
from coordination.portfolio.serializers.drafting import (
    AgreementIn,
    ClauseOut,
    ClausePage,
    SettleIn,
    wanted_from,
)

__all__ = [
    "AgreementDetailOut",
    "AgreementIn",
    "AgreementOut",
    "AgreementPage",
    "BudgetOut",
    "ClauseOut",
    "ClausePage",
    "DeadlineOut",
    "DeadlinePage",
    "EntryOut",
    "EntryPage",
    "ListedDeadlineOut",
    "ListedDeadlinePage",
    "PartyOut",
    "SettleIn",
    "wanted_from",
]
