"""What ingestion and the application both watch for: text that instructs its reader, hidden text, secrets in logs."""
