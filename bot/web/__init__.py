"""What is served over HTTP: health, metrics, webhooks, and later the rating page and the staff's pages."""
