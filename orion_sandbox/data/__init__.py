"""The data plane: real PostgreSQL and Valkey servers behind the endpoints that the AWS API holds.

The API says what there should be (`topology`), after each of its changes; a process of its own makes the servers so
(`clusters`), and forwards the endpoints to them (`forwarder`).
"""
