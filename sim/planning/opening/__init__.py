"""How a matter begins: it is passed down, read, perhaps at the wrong desk, handed out, supplemented."""
