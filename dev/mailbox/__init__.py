"""A mailbox for development: receives all mail by SMTP, shows it on a web page, stores nothing."""
