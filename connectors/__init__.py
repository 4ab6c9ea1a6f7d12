"""What fulfils the protocols that the packages below declare: network, models, carriers."""
