"""What holds for all tests: properties draw the same examples on every run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "same-every-time",
    derandomize=True,
    database=None,
    deadline=None,  # a slow machine is no fault of the code
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same-every-time")
