"""What all test runs share, wherever the tests lie: see the module that is named here."""

pytest_plugins = ["run"]
