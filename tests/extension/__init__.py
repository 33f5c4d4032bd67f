"""What the tests of the browser extension stand on: a Chromium, pages on loopback, and a service's stand-in."""
