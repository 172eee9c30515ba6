"""The cards of the Sync page, a file each. What they do is asked of the page, which runs it and says what came of it."""
