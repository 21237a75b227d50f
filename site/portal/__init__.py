"""Portal: composition only: settings, URLs, navigation, commands to set up, serve and test. Imported by nothing."""
