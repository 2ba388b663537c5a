import pytest, time, re, sys, pathlib, json
from django.db import connection
from django.test.utils import CaptureQueriesContext
from kaoping_web.scoring.models import RunState, Run
from tests.web.scoring.stage import *
from tests.web.scoring.conftest import demo_district
from tests.web.conftest import *
pytestmark=pytest.mark.django_db
OUT=pathlib.Path('/tmp/kp/reading/look')
P=RunState.PROVISIONAL
def test_look(demo_district, sign_in, stopped_clock):
    from datetime import datetime, UTC
    stopped_clock(datetime(2026,11,3,13,40,tzinfo=UTC))
    d=demo_district
    for q in ('2026-Q1','2026-Q2','2026-Q3'): t=time.time(); r=d.run(q,P); print(q,'run',time.time()-t)
    d.run('2026-08',P); d.run('2026-09',P); 
    import cProfile,pstats,io
    def prof(f,n=25,sort='tottime'):
        p=cProfile.Profile(); p.enable(); f(); p.disable(); s=io.StringIO(); pstats.Stats(p,stream=s).sort_stats(sort).print_stats(n); print('\n'.join(l[:150] for l in s.getvalue().splitlines()[:n+12]))
    t=time.time(); prof(lambda: d.run('2026',P),40); print('year run',time.time()-t)
    from kaoping_web.scoring.services import explain_run
    t=time.time(); print(explain_run(Run.objects.get(cycle__period='2026-Q3')), 'explained Q3', time.time()-t)

    cl=sign_in(d.people['anping']); u=f'/cycles/{d.cycles["2026"].pk}/units/anping/'
    cl.get(u)
    n=[0]
    def count(execute, sql, params, many, context): n[0]+=1; sqls.append(sql[:220]); return execute(sql, params, many, context)
    sqls=[]
    with connection.execute_wrapper(count): cl.get(u)
    print('queries',n); print('\n'.join(sqls))
    prof(lambda: cl.get(u),45); prof(lambda: cl.get(u),60,'cumtime')
