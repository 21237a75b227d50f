"""What of the register is erased or turned to counts when its term is over, and what holds keep."""
