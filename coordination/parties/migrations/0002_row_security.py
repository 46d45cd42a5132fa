from django.db import migrations

from coordination.base.rowsecurity import any_of, grant_sweep, protect

CARE = f"{any_of('municipality_id', 'care')} OR {any_of('practice_id', 'care')}"
OF_PATIENT = "EXISTS (SELECT 1 FROM parties_patient p WHERE p.id = patient_id)"


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [
        protect("parties_patient", read=CARE, insert=CARE, update=CARE),
        protect(
            "parties_residence",
            read=OF_PATIENT,
            insert=OF_PATIENT,
            update=OF_PATIENT,
            delete=OF_PATIENT,
        ),
        protect(
            "parties_practicechoice",
            read=OF_PATIENT,
            insert=OF_PATIENT,
            update=OF_PATIENT,
            delete=OF_PATIENT,
        ),
        grant_sweep("parties_organisation", "SELECT"),
    ]
