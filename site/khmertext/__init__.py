"""Khmer text: normalising, folding, clusters, words, sorting, dates, numbers and the search backend. Imports nothing of ours."""
