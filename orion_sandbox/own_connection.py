"""The option of gRPC with which a channel shares no connection with others of its process."""

OWN_CONNECTION = ("grpc.use_local_subchannel_pool", 1)
"""Without it gRPC shares the state of an address between all channels of a process. Ports are used again: an engine or
a provider at the port of one that has ended then counts as unreachable until the next attempt to connect.
"""
