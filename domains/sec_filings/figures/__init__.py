"""Figures computed from facts."""
