"""How the program looks: tokens, and what Qt needs made from them. No colour or size stands anywhere else."""
