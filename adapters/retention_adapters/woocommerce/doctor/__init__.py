"""Finds out what is wrong with how a shop is connected; it changes nothing there."""

from retention_adapters.woocommerce.doctor.examining import Case, examined

__all__ = ["Case", "examined"]
