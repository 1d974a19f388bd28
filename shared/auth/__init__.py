"""Who is asking: the viewer of a session, service tokens, and the permission classes on fields."""
