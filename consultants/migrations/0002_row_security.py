from django.db import migrations

from coordination.base.rowsecurity import PRACTITIONER, any_of, protect

EMPLOYER = any_of("employer_id", "office")
MANAGEMENT = f"{any_of('host_id', 'consultant')} OR {any_of('clinic_id', 'consultant')}"
TERM = """
ALTER TABLE consultants_appointment ADD CONSTRAINT appointment_term_of_three_years CHECK (
    ends_before <= coalesce(extended_on, starts_on) + interval '3 years'
    AND extended_on <= starts_on + interval '3 years' AND extended_on > starts_on);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultants", "0001_initial"),
        ("agreements", "0002_row_security"),
        ("parties", "0005_succession"),
    ]
    operations = [
        protect(
            "consultants_appointment",
            read=f"{EMPLOYER} OR {MANAGEMENT} OR practitioner_id = {PRACTITIONER}",
            insert=EMPLOYER,
            update=EMPLOYER,
            sweep="SELECT",
        ),
        migrations.RunSQL(
            TERM,
            "ALTER TABLE consultants_appointment DROP CONSTRAINT appointment_term_of_three_years",
        ),
    ]
