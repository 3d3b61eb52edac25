"""Readers of file formats: from bytes to pages and elements, with no knowledge of any field."""
