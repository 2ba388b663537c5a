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
    d.run('2026-08',P); d.run('2026-09',P); t=time.time(); d.run('2026',P); print('year run',time.time()-t)
    from kaoping_web.scoring.services import explain_run
    t=time.time(); print(explain_run(Run.objects.get(cycle__period='2026-Q3')), 'explained Q3', time.time()-t)
    pages={}
    c=d.cycles
    for name,who,url in [
      ('unit','anping',f'/cycles/{c["2026"].pk}/units/anping/'),('unitq','anping',f'/cycles/{c["2026-Q3"].pk}/units/anping/'),
      ('line','anping',f'/cycles/{c["2026"].pk}/units/anping/investment/'),('lineq','anping',f'/cycles/{c["2026-Q3"].pk}/units/anping/q_investment/'),
      ('linetotal','anping',f'/cycles/{c["2026"].pk}/units/anping/total/'),
      ('lineoff','office',f'/cycles/{c["2026"].pk}/units/anping/investment/'),
      ('track','office',f'/cycles/{c["2026"].pk}/tracks/townships/'),('trackq','office',f'/cycles/{c["2026-Q3"].pk}/tracks/townships/'),('trackband','anping',f'/cycles/{c["2026-Q3"].pk}/tracks/townships/'),
      ('trackv','office',f'/cycles/{c["2026"].pk}/tracks/villages/'),
      ('ind','office',f'/cycles/{c["2026"].pk}/indicators/investment/'),('indu','anping',f'/cycles/{c["2026"].pk}/indicators/investment/'),
      ('runs','head',f'/scoring/{c["2026-Q3"].pk}/'),('scoring','head','/scoring/'),('run','head',f'/scoring/runs/{Run.objects.get(cycle__period="2026-Q3").pk}/'),
      ]:
        for lang in ('zh','en'):
            cl=sign_in(d.people[who]); cl.cookies['kaoping-language']=lang
            res=cl.get(url); 
            if res.status_code!=200: print(name,res.status_code, res.content.decode()[:3000]); continue
            with CaptureQueriesContext(connection) as ctx: res=cl.get(url)
            cpu=[]
            for _ in range(5):
                t=time.process_time(); cl.get(url); cpu.append(time.process_time()-t)
            print(name,lang,res.status_code,len(res.content),'queries',len(ctx),'cpu ms',round(min(cpu)*1000,1))
            if lang=='zh' and name in ('unit','track','line'):
                (OUT/f'{name}.sql').write_text('\n'.join(q['sql'][:300] for q in ctx.captured_queries))
            html=res.content.decode()
            html=re.sub(r'/static/kaoping/','static/',html)
            (OUT/f'{name}-{lang}.html').write_text(html)
