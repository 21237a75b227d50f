"""What is asked at the desk about records of phones."""
