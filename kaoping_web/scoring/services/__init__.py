"""What is done with runs: asked for, made, released, explained."""

from kaoping_web.scoring.services.explaining import explain_run
from kaoping_web.scoring.services.making import make_run, request_run
from kaoping_web.scoring.services.releasing import release_run

__all__ = ["explain_run", "make_run", "release_run", "request_run"]
