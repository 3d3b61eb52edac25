"""``rag inspect``: what was understood of one document, so that a person sees where a parser goes wrong."""
