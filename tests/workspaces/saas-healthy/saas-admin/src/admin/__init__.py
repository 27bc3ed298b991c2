"""Who may do what here, and the trail of what was done."""
