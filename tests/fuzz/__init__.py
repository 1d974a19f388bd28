"""Operations made from the public schema, sent by every kind of caller; each answer is judged."""
