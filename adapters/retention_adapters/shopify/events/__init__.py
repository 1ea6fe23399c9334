"""From webhooks and answers of Shopify to events."""
