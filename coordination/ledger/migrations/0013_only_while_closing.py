from django.db import migrations

GUARD = """
-- Rows join a settlement of the writer's own while it is being closed, and never after.
CREATE FUNCTION refuse_late_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM fresh f LEFT JOIN ledger_settlement s ON s.id = f.settlement_id
        WHERE s.id IS NULL OR s.content_hash <> ''
    ) THEN
        RAISE EXCEPTION '% joins no settlement that is being closed', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
"""
TABLES = ("ledger_settlementline", "ledger_leftover", "ledger_settlementshare")
TRIGGERS = "".join(
    f"CREATE TRIGGER only_while_closing AFTER INSERT ON {table}"
    " REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_row();\n"
    for table in TABLES
)
UNDO = "".join(f"DROP TRIGGER only_while_closing ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_forecasts")]
    operations = [
        migrations.RunSQL(GUARD + TRIGGERS, UNDO + "DROP FUNCTION refuse_late_row();"),
    ]
