"""The API of the phone's app: JSON in, JSON out, as docs/field-protocol.md says."""
