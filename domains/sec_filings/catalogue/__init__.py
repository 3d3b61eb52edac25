"""The field's line items and metrics, as data."""
