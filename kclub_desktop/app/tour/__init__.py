"""`kclub tour`: the whole main job without a person, on the samples and the demo, with screenshots and a summary."""

from kclub_desktop.app.tour.run import run_tour

__all__ = ["run_tour"]
