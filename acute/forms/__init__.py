from acute.forms.periods import QuarterForm, ReadListForm, quarter_value
from acute.forms.requests import (
    AdviceForm,
    AnswerForm,
    AttachmentForm,
    CalledForm,
    CloseForm,
    ConsultForm,
    DelegationForm,
    FindPatientForm,
    MeasurementForm,
    ReasonForm,
    RequestForm,
)
from acute.forms.rota import DutyForm, SwitchForm
from acute.forms.sessions import CorrectForm, EditAdviceForm, ResendForm, SessionForm

__all__ = [
    "AdviceForm",
    "AnswerForm",
    "AttachmentForm",
    "CalledForm",
    "CloseForm",
    "ConsultForm",
    "CorrectForm",
    "DelegationForm",
    "DutyForm",
    "EditAdviceForm",
    "FindPatientForm",
    "MeasurementForm",
    "QuarterForm",
    "ReadListForm",
    "ReasonForm",
    "RequestForm",
    "ResendForm",
    "SessionForm",
    "SwitchForm",
    "quarter_value",
]
