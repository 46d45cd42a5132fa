from coordination.portfolio.api.agreements import (
    AgreementDeadlinesView,
    AgreementEntriesView,
    AgreementView,
)
from coordination.portfolio.api.drafting import (
    AgreementsView,
    AgreementTextView,
    ClauseConfirmView,
    ClauseListView,
    ClauseSettleView,
)

__all__ = [
    "AgreementDeadlinesView",
    "AgreementEntriesView",
    "AgreementTextView",
    "AgreementView",
    "AgreementsView",
    "ClauseConfirmView",
    "ClauseListView",
    "ClauseSettleView",
]
