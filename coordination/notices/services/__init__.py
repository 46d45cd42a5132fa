from coordination.notices.services.bodies import record_body, remind_bodies
from coordination.notices.services.councils import remind_councils
from coordination.notices.services.effects import put_into_effect, resume
from coordination.notices.services.ladder import plan_some, refresh_deadlines
from coordination.notices.services.notices import draft, give, receive
from coordination.notices.services.withdrawal import agree_withdrawal, withdraw

__all__ = [
    "agree_withdrawal",
    "draft",
    "give",
    "plan_some",
    "put_into_effect",
    "receive",
    "record_body",
    "refresh_deadlines",
    "remind_bodies",
    "remind_councils",
    "resume",
    "withdraw",
]
