"""Forms of the pages of scoring."""

from __future__ import annotations

from django import forms

from kaoping_web.scoring.models import RunState


class StartForm(forms.Form):
    """Ask for a run."""

    only_verified = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=500, strip=True)


class ReleaseForm(forms.Form):
    """Release a run. `seen`: the version that was on the page."""

    state = forms.ChoiceField(
        choices=[(one.value, one.value) for one in (RunState.PROVISIONAL, RunState.FINAL)]
    )
    seen = forms.IntegerField(min_value=1)
