"""Makes a Pulumi engine where there is none: the SDK's installer, or a build of the Go modules pinned here."""
