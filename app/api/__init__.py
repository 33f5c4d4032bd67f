"""The HTTP face of the service: routes, wire schemas, problem documents."""
