"""What other systems read with a key: typed numbers under ``/api/reports/v1/``, and never the name of anybody."""
