"""Participation: the spine: groups, memberships, meetings, attendance, decisions. Builds on people; knows nothing of one kind's own life."""
