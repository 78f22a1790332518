"""What machines read of the site: search engines, feed readers, and who looks for a contact or a password form."""
