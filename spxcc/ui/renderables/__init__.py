"""renderables."""
