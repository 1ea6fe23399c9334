"""The strategies that come with the SDK, one file each."""
