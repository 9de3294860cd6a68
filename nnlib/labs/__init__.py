"""Labs: pictures that a learner moves. Each is loaded when it is first asked for."""

from importlib import import_module

_FOLDERS = {
    "ActivationLab": "activation",
    "BucketLab": "bucket",
    "BugLab": "bug",
    "ChainLab": "chain",
    "DigitLab": "digit",
    "GateLab": "gate",
    "KernelLab": "kernel",
    "LearningRateLab": "learning_rate",
    "LossLab": "loss",
    "NetworkLab": "network",
    "Playground": "playground",
    "RestaurantLab": "restaurant",
    "SlopeLab": "slope",
    "UnitLab": "unit",
}

__all__ = sorted(_FOLDERS)


def __getattr__(name):
    if name not in _FOLDERS:
        raise AttributeError(
            f"module {__name__!r} has no lab {name!r}; it has: {', '.join(_FOLDERS)}"
        )
    return getattr(import_module(f"{__name__}.{_FOLDERS[name]}.view"), name)


def __dir__():
    return __all__
