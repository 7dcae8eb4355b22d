"""What is kept on this machine: profiles and settings; secrets only in the system keyring."""
