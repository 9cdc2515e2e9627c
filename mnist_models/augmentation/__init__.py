"""What training shows the networks beside MNIST's digits as they are."""
