"""The service: what is answered when, over real HTTP and inside other frameworks."""
