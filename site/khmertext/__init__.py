"""Khmer text: normalising, folding, clusters, words, sorting, dates, numbers, search. Imports nothing of ours."""
