"""Settings that all tests share."""

from hypothesis import settings

# A test machine may be busy: how long an example takes says nothing about the code.
settings.register_profile("course", deadline=None)
settings.load_profile("course")
