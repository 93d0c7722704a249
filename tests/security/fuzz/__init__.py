"""schemathesis against a running platform: all of its merged OpenAPI document, asked by who may do much and little."""
