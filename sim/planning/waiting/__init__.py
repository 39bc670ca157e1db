"""What goes before what, and what becomes of that which waits."""
