"""Pages of the journal. They alone know people and permissions; what they show is made by the room below them."""
