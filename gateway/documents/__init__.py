"""What describes the whole platform, OpenAPI and AsyncAPI: merged from what each service says of itself."""
