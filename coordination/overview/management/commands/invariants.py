from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from coordination.overview import invariants


class Command(BaseCommand):
    help = "Check the invariants over the whole database; exit 1 with the rows that break them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="name them instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for check in invariants.CHECKS:
                self.stdout.write(f"{check.code:<5}{check.says}")
            return
        broken = 0
        for check in invariants.CHECKS:
            rows = invariants.offenders(check)
            broken += bool(rows)
            self.stdout.write(f"{check.code:<5}{'BROKEN' if rows else 'holds '}  {check.says}")
            for row in rows:
                self.stdout.write(f"       {row}")
        if broken:
            raise SystemExit(1)
