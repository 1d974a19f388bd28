"""Input rules: pydantic models and fields, for the API's inputs and for files."""
