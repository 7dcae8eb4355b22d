"""The window driving itself through everything it is for."""

from ui.tour.hand import Step
from ui.tour.tour import run_tour

__all__ = ["Step", "run_tour"]
