"""The whole way of an order: a shop tells, the service hears, the worker acts, and a refund takes it back."""
