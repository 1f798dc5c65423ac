"""Hostile inputs as data: every kind of file that `lint` reads, and the class that each belongs to."""
