"""Cycles with their timetable; who supplies what; targets."""
