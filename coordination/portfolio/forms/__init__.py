from coordination.portfolio.forms.answers import answers_of, unanswered, wanted
from coordination.portfolio.forms.approvals import (
    BoardForm,
    DecisionForm,
    DocumentForm,
    MeetingsForm,
    StartForm,
)
from coordination.portfolio.forms.clauses import SettleForm
from coordination.portfolio.forms.drafting import QUESTIONS, STEPS
from coordination.portfolio.forms.finder import FinderForm
from coordination.portfolio.forms.questions import Choices, Step
from coordination.portfolio.forms.succession import SuccessionForm
from coordination.portfolio.forms.whatif import WhatIfForm

__all__ = [
    "QUESTIONS",
    "STEPS",
    "BoardForm",
    "Choices",
    "DecisionForm",
    "DocumentForm",
    "FinderForm",
    "MeetingsForm",
    "SettleForm",
    "StartForm",
    "Step",
    "SuccessionForm",
    "WhatIfForm",
    "answers_of",
    "unanswered",
    "wanted",
]
