"""What moto 5.2.5 lacks or does otherwise than AWS, one module a service."""


def install() -> None:
    """Put every patch in place; once a process, before the first request."""
