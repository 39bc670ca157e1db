"""What comes of a matter behind it, and what there is to do besides matters."""
