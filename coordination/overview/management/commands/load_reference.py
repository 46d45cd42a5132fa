from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from acute import importers as acute
from coordination.agreements import importers as agreements
from coordination.parties import importers as parties


class Command(BaseCommand):
    help = "Load reference data; run again it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            register = parties.Register()
            self._say("regions", parties.load_regions(register))
            self._say("municipalities", parties.load_municipalities(register))
            self._say("health councils", parties.load_health_councils(register))
            self._say("hospitals", parties.load_hospitals(register))
            self._say("hospital units", parties.load_sor_units(register))
            self._say("deciding bodies", agreements.load_bodies())
            self._say("measurement codes", acute.load_measurement_kinds())
            self._say("early-warning bands", acute.load_score_bands())

    def _say(self, what: str, count: int) -> None:
        self.stdout.write(f"  {count:>5} {what}")
