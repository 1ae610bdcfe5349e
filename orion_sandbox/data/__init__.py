"""The data plane: real PostgreSQL and Valkey servers behind the endpoints of the AWS API.

After each change, the API sends the desired state (`topology`) to a separate process, which applies it to the servers
(`clusters`, `caches`) and forwards the endpoints to them (`forwarder`).
"""
