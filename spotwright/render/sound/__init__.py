"""The sound of a film: voice, music, mix, captions and the AAC file, at 48 kHz."""
