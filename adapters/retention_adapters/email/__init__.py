"""E-mail, as a channel to customers and to staff: SMTP, sandboxed templates, one-click unsubscribing.

[adapters.email]
host = "smtp.example"
username = "bean-leaf"
password = { env = "SMTP_PASSWORD" }
sender = "Bean & Leaf <hello@beanleaf.example>"
"""

from retention_adapters.email.adapter import Email
from retention_adapters.email.rendering import Gift, Letter

__all__ = ["Email", "Gift", "Letter"]
