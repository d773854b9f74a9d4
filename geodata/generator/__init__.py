"""Makes the demonstration data of Hetu. Standard library only; every random draw is seeded."""
