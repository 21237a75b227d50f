"""What is asked about councils: the shape of the answers, and only what the reader may choose."""
