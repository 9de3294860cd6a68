"""Labs and notebooks in a real JupyterLab; a package, so that its tests can share a page."""
