"""The option of gRPC with which a channel shares no connection with others of its process."""

OWN_CONNECTION = ("grpc.use_local_subchannel_pool", 1)
"""Otherwise what gRPC knows of an address it knows for all channels. Ports come again: an engine or a provider at that
of one that has ended would be taken for unreachable until the next attempt to connect.
"""
