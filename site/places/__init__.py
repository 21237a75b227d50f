"""Places: province, district, commune, village, with codes and names in two scripts.

Imports nothing of ours but khmertext.
"""
