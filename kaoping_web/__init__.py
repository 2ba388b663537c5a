"""The site: people, dates and papers. It asks the library `kaoping` for every number."""
