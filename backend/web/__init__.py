"""The pages of the backend, and what stands at their door."""
