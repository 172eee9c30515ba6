"""A believable community to try everything with, made by seeded code; nobody in it exists."""

from kclub_desktop.demo.make import make_demo

__all__ = ["make_demo"]
