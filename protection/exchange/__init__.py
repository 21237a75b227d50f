"""The directory for case systems, Primero and OSCaR, in the forms that they read: services and places, never people."""
