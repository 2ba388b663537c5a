"""Signing in, one's account, bodies, people, imports."""

from django.urls import path

from kaoping_web.organisations.views import account, bodies, changing, imports, people

urlpatterns = [
    path("sign-in/", account.sign_in, name="sign-in"),
    path("sign-in/demo/", account.sign_in_for_demo, name="sign-in-demo"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="account-password"),
    path("account/factor/", account.second_factor, name="account-factor"),
    path("account/sessions/", account.end_sessions, name="account-sessions"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/found/", changing.found, name="body-found"),
    path("body/<str:body>/", bodies.body, name="body"),
    path("body/<str:body>/change/<str:kind>/", changing.change, name="body-change"),
    path("body/<str:body>/figure/", changing.figure, name="body-figure"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="person-add"),
    path("people/<int:person>/", people.person, name="person"),
    path("people/<int:person>/rename/", people.rename, name="person-rename"),
    path("people/<int:person>/reset/", people.reset, name="person-reset"),
    path("people/<int:person>/change/<str:kind>/", people.change, name="person-change"),
    path("people/<int:person>/grant/", people.grant, name="grant-role"),
    path("grants/<int:grant>/revoke/", people.revoke, name="grant-revoke"),
    path("imports/<str:kind>/", imports.upload, name="import"),
    path("imports/<str:kind>/template/", imports.template, name="import-template"),
]
