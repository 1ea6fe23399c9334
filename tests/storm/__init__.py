"""A storm: webhooks of all kinds from many connections, while those who keep and handle them are killed.

`python -m tests.storm [--webhooks 10000] [--database sqlite|postgres]` prints its report.
"""
