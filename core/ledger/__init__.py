"""What became of every source, and the jobs that saw to it, in SQL: written by ingestion, read by the application."""

from core.ledger.jobs import Job, Jobs, JobState, feed_folder, owner_name
from core.ledger.sources import INDEXED, WITHDRAWN, Entry, Ledger

__all__ = ["INDEXED", "WITHDRAWN", "Entry", "Job", "JobState", "Jobs", "Ledger", "feed_folder", "owner_name"]
