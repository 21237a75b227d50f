"""Portal: composition only: settings, URLs, navigation, and the commands that set up, serve and test. Nothing imports it."""
