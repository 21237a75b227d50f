"""Forms of the register: they check shape and offer only what the user reaches."""
