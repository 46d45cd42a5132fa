from coordination.notices.services.ladder import refresh_deadlines
from coordination.notices.services.notices import draft, give, receive, withdraw

__all__ = ["draft", "give", "receive", "refresh_deadlines", "withdraw"]
