import time, collections, random, sys
import pytest
from tests.web.matrix.cells import Sweep, cells
pytestmark = pytest.mark.django_db
def test_probe(world, objects, bare_frame):
    sweep = Sweep(world)
    all_ = [c for c in cells(objects) if not __import__('os').environ.get('KEYS') or c.key.split()[0] in __import__('os').environ['KEYS'].split()]
    print("total", len(all_))
    random.seed(int(__import__('os').environ.get("SEED","1"))); random.shuffle(all_)
    n=int(__import__('os').environ.get("N","3000"))
    t=time.time(); per=collections.defaultdict(lambda:[0,0.0])
    for c in all_[:n]:
        t1=time.time(); sweep.send(c); d=time.time()-t1
        p=per[c.method+" "+c.key]; p[0]+=1; p[1]+=d
    print("secs", time.time()-t, "wrong", len(sweep.wrong))
    for k,v in sorted(per.items(), key=lambda x:-x[1][1])[:25]: print(k, v[0], round(v[1],2), round(1000*v[1]/v[0],1))
    for w in sorted(sweep.wrong): print(w[:230])
