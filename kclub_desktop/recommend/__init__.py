"""What is next for a member, whom to invite to a course, and why: a model learned on this community's own data.

A file per component; blend.py weighs them, choice.py sets them on the data, model.py is the face; serve.py goes from
the library to the model and back. No words and no SQL of other subjects here.
"""

from kclub_desktop.recommend.explain import By, Contribution
from kclub_desktop.recommend.interactions import Interactions
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.texts import CourseText

__all__ = ["By", "Contribution", "CourseText", "Interactions", "Recommender"]
