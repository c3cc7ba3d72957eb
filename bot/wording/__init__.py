"""Every sentence a person reads. Vietnamese first; nothing outside this package says anything to a citizen."""
