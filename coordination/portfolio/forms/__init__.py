from coordination.portfolio.forms.answers import answers_of, unanswered, wanted
from coordination.portfolio.forms.clauses import SettleForm
from coordination.portfolio.forms.drafting import QUESTIONS, STEPS
from coordination.portfolio.forms.questions import Choices, Step

__all__ = [
    "QUESTIONS",
    "STEPS",
    "Choices",
    "SettleForm",
    "Step",
    "answers_of",
    "unanswered",
    "wanted",
]
