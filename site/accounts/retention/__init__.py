"""Retention: what is kept of people and for how long, and the nightly work that erases it or turns it to counts.

Each package declares its fields (``personal.py``) and registers its rules; the terms are data that an
administrator reads.
"""
