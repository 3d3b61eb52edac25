"""What a question's words mean in this field: companies, periods, units, definitions, and the filings meant."""
