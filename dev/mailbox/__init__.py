"""A mailbox for development: takes all mail by SMTP and shows it on a web page. Nothing is kept."""
