"""Filing: lists, the grid, single cells, workbooks, receipts."""

from django.urls import path

from kaoping_web.filing.views import cells, grids, lists, workbooks

urlpatterns = [
    path("", lists.filings_page, name="filings"),
    path("cycle/<int:cycle>/", lists.cycle_page, name="filing-cycle"),
    path("cycle/<int:cycle>/prepare/", lists.prepare, name="filing-prepare"),
    path("<int:filing>/", grids.filing_page, name="filing"),
    path("<int:filing>/save/", grids.save, name="filing-save"),
    path("<int:filing>/changes/", grids.changes, name="filing-changes"),
    path("<int:filing>/receipt/", grids.receipt, name="filing-receipt"),
    path("<int:filing>/extend/", lists.extend, name="filing-extend"),
    path("<int:filing>/workbook.xlsx", workbooks.template, name="filing-workbook"),
    path("<int:filing>/workbook/", workbooks.upload, name="filing-upload"),
    path("<int:filing>/workbook/<str:token>/", workbooks.dry_run, name="filing-dry-run"),
    path("cell/<int:value>/", cells.cell_page, name="filing-cell"),
    path("cell/<int:value>/evidence/", cells.add_evidence, name="filing-evidence-add"),
    path("evidence/<int:evidence>/", cells.evidence_file, name="filing-evidence"),
    path("evidence/<int:evidence>/withdraw/", cells.take_back, name="filing-evidence-withdraw"),
]
