"""What the tests of the WordPress plugin stand on: a real WordPress, an editor at work in it, a service's stand-in."""
