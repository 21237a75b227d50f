"""What phones and officers do: enrol, deliver, hold, settle. Each record is one transaction."""
