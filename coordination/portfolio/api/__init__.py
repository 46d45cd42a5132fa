from coordination.portfolio.api.agreements import (
    AgreementDeadlinesView,
    AgreementEntriesView,
    AgreementView,
    DeadlineListView,
)
from coordination.portfolio.api.approvals import (
    AgreementSendView,
    AgreementStartView,
    ApprovalListView,
    VersionDifferenceView,
    VersionListView,
    VersionView,
)
from coordination.portfolio.api.bodies import BodyListView, MeetingListView
from coordination.portfolio.api.documents import DocumentListView, DocumentView
from coordination.portfolio.api.drafting import (
    AgreementsView,
    AgreementTextView,
    ClauseConfirmView,
    ClauseListView,
    ClauseSettleView,
)
from coordination.portfolio.api.finder import ApplicableView
from coordination.portfolio.api.simulator import SimulatorView
from coordination.portfolio.api.succession import (
    SuccessionAgreementsView,
    SuccessionChoicesView,
    SuccessionFunctionsView,
    SuccessionListView,
)
from coordination.portfolio.api.whatif import WhatIfView

__all__ = [
    "AgreementDeadlinesView",
    "AgreementEntriesView",
    "AgreementSendView",
    "AgreementStartView",
    "AgreementTextView",
    "AgreementView",
    "AgreementsView",
    "ApplicableView",
    "ApprovalListView",
    "BodyListView",
    "ClauseConfirmView",
    "ClauseListView",
    "ClauseSettleView",
    "DeadlineListView",
    "DocumentListView",
    "DocumentView",
    "MeetingListView",
    "SimulatorView",
    "SuccessionAgreementsView",
    "SuccessionChoicesView",
    "SuccessionFunctionsView",
    "SuccessionListView",
    "VersionDifferenceView",
    "VersionListView",
    "VersionView",
    "WhatIfView",
]
