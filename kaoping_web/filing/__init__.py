"""Values as they are filed, with evidence and receipts."""
