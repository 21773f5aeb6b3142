"""The embedded engine: a Whoosh index on disk, with columns of our own beside each segment."""
