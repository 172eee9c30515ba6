"""What two faces share and two siblings below must serve together; everything else is in one of those siblings."""
