"""Encryption at rest: a library's key and who can open it, SQLCipher's connection, and files locked piece by piece."""
