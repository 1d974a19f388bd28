"""Executes queries one level of the answer at a time, instead of one value at a time.

A field is resolved for all objects of a level in one pass, and its values are completed in one
loop. So the work of finding out what a field is (its resolver, arguments, type) is done once for a
level and not once for a value, and loaders get all keys of a level together.

Only what succeeds is answered here. Any error, and any null where none may be, makes the query
start again in graphql-core, whose answer has the errors, their paths and their nulls. Queries
change nothing, so they may run twice; mutations and subscriptions are graphql-core's alone.
"""
