"""Python's garbage collector beside large models."""

import gc


def settle() -> None:
    """Say that all there is now stays, so that the collector never goes through it again.

    With the models loaded a full round takes 200 to 500 ms, in which nobody is answered, and comes every few dozen messages.
    """
    gc.collect()
    gc.freeze()
