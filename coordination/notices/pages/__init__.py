from coordination.notices.pages.detail import detail, letter
from coordination.notices.pages.draft import draft
from coordination.notices.pages.steps import agree, body, give, receive, resume, withdraw

__all__ = [
    "agree",
    "body",
    "detail",
    "draft",
    "give",
    "letter",
    "receive",
    "resume",
    "withdraw",
]
