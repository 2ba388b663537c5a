from tests.web.cast import *
from tests.web.filing.year import *
def test_look(district, sign_in):
    cycle = march(district)
    f = filing_of(cycle, district.development_reform)
    c = sign_in(district.chen)
    for u in ("/filing/", f"/filing/{f.pk}/", f"/filing/cell/{f.values.first().pk}/", f"/filing/{f.pk}/workbook.xlsx", f"/filing/{f.pk}/changes/", f"/filing/{f.pk}/workbook/"):
        r = c.get(u); print(u, r.status_code)
        assert r.status_code == 200, r.content[:2000]
