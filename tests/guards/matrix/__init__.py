"""The permission matrix: every role × every address × both sides of a border."""
