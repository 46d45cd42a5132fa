from typing import Any

from django.core.management.base import BaseCommand

from coordination.parties import services as parties


class Command(BaseCommand):
    help = "Seal and index every CPR number with the newest keys (as the owner of the tables)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"  {parties.reseal_cprs()} citizens sealed with the newest keys")
