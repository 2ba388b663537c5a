"""Pages of the timetable and of targets."""
