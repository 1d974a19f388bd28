"""How each part of the embedded stack is started; one file a part."""
