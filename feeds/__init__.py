"""Watches the portal: fetches, parses, sifts and understands articles. Knows nothing about citizens."""
