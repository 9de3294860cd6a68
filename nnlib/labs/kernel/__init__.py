"""KernelLab: a kernel slides over an image, and every output pixel can be looked into."""
