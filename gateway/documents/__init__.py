"""The documents that describe the whole platform: OpenAPI and AsyncAPI, merged from what each service says of itself."""
