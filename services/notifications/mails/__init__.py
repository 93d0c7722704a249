"""Mails: rows that reactions make and a job sends. Names and addresses are read when sending and never kept here."""
