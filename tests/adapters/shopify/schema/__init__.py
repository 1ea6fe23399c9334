"""Shopify's schema, as far as we use it: ISC licence, (c) Shopify Inc., from npm `@shopify/dev-mcp` 1.16.0."""
