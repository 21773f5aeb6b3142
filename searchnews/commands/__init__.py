"""What each command does: a function of its options and the settings, which gives the exit code."""
