"""Papers, the ledger of matters, cards, plans."""

from django.urls import path

from kaoping_web.supervision.views import cards, ledger, matter, papers, plans, results, workbook

urlpatterns = [
    path("papers/", papers.listed, name="papers"),
    path("papers/<int:paper>/", papers.page, name="paper"),
    path("papers/<int:paper>/file/", papers.file, name="paper-file"),
    path("papers/<int:paper>/confirm/", papers.confirm, name="paper-confirm"),
    path("papers/<int:paper>/propose/", papers.propose, name="paper-propose"),
    path("papers/<int:paper>/<int:proposal>/", papers.decide, name="proposal"),
    path("matters/", ledger.page, name="matters"),
    path("matters/new/", matter.new, name="matter-new"),
    path("matters/<int:matter>/", matter.page, name="matter"),
    path("matters/proofs/<int:proof>/", matter.proof, name="matter-proof"),
    path("matters/cards/", cards.to_issue, name="cards"),
    path("matters/cards/<int:matter>/", cards.issue, name="card-issue"),
    path("matters/slips/<int:card>/", cards.slip, name="slip"),
    path("matters/slips/<int:card>/answer/", cards.answer, name="slip-answer"),
    path("matters/workbook/", workbook.download, name="matters-workbook"),
    path("matters/upload/", workbook.upload, name="matters-upload"),
    path("matters/upload/<str:token>/", workbook.dry_run, name="matters-dry-run"),
    path("matters/plans/", plans.listed, name="plans"),
    path("matters/plans/<int:plan>/", plans.page, name="plan"),
    path("matters/plans/<int:plan>/<int:item>/", plans.item, name="plan-item"),
    path("matters/fields/", results.fields, name="fields"),
    path("matters/rates/", results.rates, name="closing-rates"),
]
