"""Settings: ``base`` is safe to deploy; ``embedded`` (serve) and ``test`` loosen it, each line with its reason."""
