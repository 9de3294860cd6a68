"""BugLab: a gradient check fails, and the learner finds the wrong line of `backward`."""
