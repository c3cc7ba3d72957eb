"""What portals serve, read: feeds, listing pages, sitemaps and article pages, each format in a file of its own."""
