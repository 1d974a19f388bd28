"""Mail: its texts in the languages of the accounts, and the way to an SMTP server."""
