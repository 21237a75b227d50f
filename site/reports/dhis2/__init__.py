"""Frozen figures for DHIS2: which of our numbers is what there, what is withheld, and the two files it reads."""
