"""Mail: its texts in the accounts' languages, and the client of an SMTP server."""
