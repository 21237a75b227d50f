"""What a new portal starts with: rules, posts, topics. An administrator may change all of it later."""
