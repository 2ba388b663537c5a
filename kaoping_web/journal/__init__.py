"""The only writer of the record, and its pages."""
