"""What the files of an index folder are called, and the number of their format."""

from __future__ import annotations

FORMAT = 10  # of the index folder; raised when an older index can't be read by this code
INDEX_NAME = "MAIN"
EXTENSION = ".arrays"  # MAIN_xyz.arrays: a name of the form that Whoosh cleans up with its segment
STAGING = "staging-"  # prefix of the folders in which segments wait
