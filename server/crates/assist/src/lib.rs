//! Context packets, program answers and prompts. Never calls a model.
