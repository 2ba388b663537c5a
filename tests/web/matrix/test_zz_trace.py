import re
import pytest
from tests.web.matrix.cells import Sweep, cells
from tests.web.matrix.conftest import *
from tests.web.matrix.test_reading import *
from tests.web.conftest import *
pytestmark = pytest.mark.django_db
def test_trace(world, objects):
    s = Sweep(world, keep_shown=True)
    for c in cells(objects):
        if c.method=="GET" and c.key=="indicator": s.send(c)
    print(s.wrong)
    for cell, text in s.shown:
        for f in not_his(cell.person):
            if f in text:
                for m in re.finditer(re.escape(f), text):
                    print(cell, f, "…", re.sub(r"\s+"," ",text[max(0,m.start()-300):m.end()+60]))
