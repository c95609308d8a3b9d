"""Assets: the pictures, clips, sounds and documents that users bring."""
