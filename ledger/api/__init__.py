"""The HTTP face of the answers: `/v1`, read only but for evidence, with `/docs` that works without any network."""
