"""The dashboard: pages for people, drawn by the server from the answers that every other face gives."""
