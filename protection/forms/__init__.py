"""What is asked about helplines and services: the shape of the answers, and only what the reader may choose."""
