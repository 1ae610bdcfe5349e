"""Alarms and dashboard: what they watch, from which threshold on, and why."""
