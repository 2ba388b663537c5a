"""From the bytes of a paper to what is proposed: read in a limited process, before any transaction. The process imports no Django."""
