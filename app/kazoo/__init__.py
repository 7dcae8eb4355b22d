"""The REST client: knows Crossbar, knows nothing of menus or windows."""
