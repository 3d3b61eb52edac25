"""Which tables are the financial statements."""
