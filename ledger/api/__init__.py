"""The HTTP face of the answers: `/v1`, read only, with `/docs` that works without any network."""
