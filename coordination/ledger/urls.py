from django.urls import path

from coordination.ledger.pages import (
    caps,
    claim,
    claims,
    funding,
    invoicing,
    my_claims,
    own_months,
    settlement,
    settlements,
)

urlpatterns = [
    path("lofter/<slug:slug>/", caps.caps, name="caps"),
    path("lofter/<slug:slug>/ophaev/", caps.lift, name="cap-lift"),
    path("krav/", claims.claims, name="claims"),
    path("krav/godkend/", claims.approve, name="claims-approve"),
    path("krav/til-udbetaling/", claims.clear, name="claims-clear"),
    path("krav/daekning/<slug:slug>/", claims.post_waiting, name="claims-post-waiting"),
    path("krav/<uuid:uuid>/", claim.claim, name="claim"),
    path("krav/<uuid:uuid>/afvis/", claim.reject, name="claim-reject"),
    path("krav/<uuid:uuid>/indsend/", claim.resubmit, name="claim-resubmit"),
    path("mine-krav/", my_claims.my_claims, name="my-claims"),
    path("fordeling/<slug:slug>/", funding.statement, name="funding-statement"),
    path("afregning/", settlements.settlements, name="settlements"),
    path("afregning/maaned/<uuid:uuid>/", settlement.settlement, name="settlement"),
    path("afregning/maaned/<uuid:uuid>/fil/", settlement.month_file, name="settlement-file"),
    path("afregning/andel/<uuid:uuid>/fil/", settlement.share_file, name="share-file"),
    path("afregning/<slug:slug>/", settlements.months, name="agreement-settlements"),
    path("afregning/<slug:slug>/luk/", settlements.close, name="agreement-close"),
    path("afregning/<slug:slug>/genaabn/", settlements.reopen, name="agreement-reopen"),
    path("afregning/<slug:slug>/fakturering/", invoicing.invoicing, name="invoicing"),
    path("afregning/<slug:slug>/faktureres-til/", invoicing.address, name="invoice-address"),
    path("afregning/<slug:slug>/faktureres-af/", invoicing.sender, name="invoice-sender"),
    path("mine-afregninger/", own_months.own_months, name="own-months"),
    path("mine-afregninger/<uuid:uuid>/", own_months.own_month, name="own-month"),
    path(
        "mine-afregninger/<uuid:uuid>/afregning.pdf",
        own_months.own_month_pdf,
        name="own-month-pdf",
    ),
]
