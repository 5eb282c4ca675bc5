"""The atlas: a catalogue of sourced facts, the fragments drawn from it, and its command line. Knows no MkDocs."""
