"""Every page is HTML that needs no putting right: nothing for a parser to mend, and all of it where it may stand."""
