from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coordination.base import clock
from coordination.overview.demo import build as demo


class Command(BaseCommand):
    help = "Let sessions of today take the demo's first agreement to a percentage of its money."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("percent", type=Decimal, help="for example 76")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("demo sessions have no place in production")
        count = demo.spend_until(options["percent"], today=clock.today())
        self.stdout.write(f"  {count} sessions posted")
