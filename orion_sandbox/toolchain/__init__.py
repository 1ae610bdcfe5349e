"""Provides a Pulumi engine if there is none, with the SDK's installer or a build of the Go modules pinned here."""
