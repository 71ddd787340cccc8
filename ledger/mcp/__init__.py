"""Our MCP server: agents ask about each other, prove what was done, and dispute it, as tools."""
