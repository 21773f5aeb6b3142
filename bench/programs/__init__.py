"""One module a program that is measured."""
