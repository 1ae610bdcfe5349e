"""The gRPC option that gives a channel its own connection."""

OWN_CONNECTION = ("grpc.use_local_subchannel_pool", 1)
"""Without it gRPC shares the state of an address between all channels of a process. Ports are reused: gRPC would treat
a new engine or provider as unreachable, at the port of one that has ended, until the next attempt to connect.
"""
