"""Subscription contracts: only those that our own app has made, since Shopify shows an app no others."""
