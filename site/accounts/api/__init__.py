"""What the interfaces for other programs have in common: how they answer, refuse, describe themselves and slow down."""
