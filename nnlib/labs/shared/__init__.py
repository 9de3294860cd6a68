"""What all labs share: one idea a module."""
