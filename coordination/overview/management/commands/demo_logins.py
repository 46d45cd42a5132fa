from typing import Any

from django.core.management.base import BaseCommand

from coordination.access.enums import MemberRole
from coordination.overview.demo.people import CLIENT_SECRET, CLIENTS, DEMO_LOGINS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Print the demo's log-ins, one per role, and its REST clients."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Log in with the password {DEMO_PASSWORD}:")
        for login in DEMO_LOGINS:
            role = MemberRole(login.role.value).label
            self.stdout.write(f"  {login.username:<16}{role:<26}{login.where}")
        self.stdout.write(f"REST clients, with the secret {CLIENT_SECRET}:")
        for client_id, name, _role, _place in CLIENTS:
            self.stdout.write(f"  {client_id:<20}{name}")
