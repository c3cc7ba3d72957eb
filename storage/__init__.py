"""Remembers: articles, citizens, deliveries and feedback. The only package that knows SQL."""
