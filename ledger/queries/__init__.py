"""The answers: one function a question, for every face. Each answer says as of which block, and proves itself."""
