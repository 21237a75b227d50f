"""Portal: composition only: settings, URLs, navigation, the commands that set up, serve and test. Imported by nothing."""
