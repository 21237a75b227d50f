"""Participation: the spine of groups, memberships, meetings and decisions. Builds on people; knows no single kind."""
