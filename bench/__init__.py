"""Measuring searchnews beside other programs: `bench/compare --help`."""
