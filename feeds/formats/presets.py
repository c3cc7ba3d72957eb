"""CSS selectors of the portal families Loa knows; an operator may override any of them."""

from dataclasses import fields, replace

from feeds.portals import Selectors, Source

_NUKEVIET = Selectors(
    item=".news_column .panel-body, article.row, .flex-table-laws .table-rows",
    link="h2 a, h3 a, .c-intro a",
    date=".text-muted li",
    more="ul.related a",
    title="h1[itemprop=headline], .news_column h1, #news_detail h1, .vstack > h1, .law-detail h1",
    body="#news-bodyhtml, .news-bodyhtml, .bodytext, table:has(tr.hoatim), #doc-basic",
    sapo=".hometext, #hometext, [data-toggle=error-report].fw-bold",
    published=".news_column .row .h5, .news_column .time, #news_detail .time",
    files=".news-download-file .list-group-item > a[href], .laws-download-file a[href*='download=1'], "
    ".list-group-item a[href][download]",
)

# NukeViet's default theme (4.0 to 5), its eGovernment theme, and the Liferay portals of the province;
# the last were only seen from outside, so their selectors are broad. A comma means «or else»,
# tried from left to right. No bare h1 and no <title>: on some themes they name the site, not the article.
PRESETS: dict[str, Selectors] = {
    "nukeviet": _NUKEVIET,
    "egov": replace(_NUKEVIET, published=f".newsdetailmetatop .h5, {_NUKEVIET.published}"),
    "liferay": Selectors(
        item=".asset-abstract, .news-item, .item-news, .list-news li",
        link=".asset-title a, .title a, h2 a, h3 a, h4 a, a[href*='/-/']",
        date=".metadata-publish-date, .asset-publish-date, .date, .time",
        lead=".asset-summary, .summary, .sapo",
        title=".asset-full-content h1, .detail-title, .title-detail",
        body=".journal-content-article, .asset-full-content .asset-content, .detail-content, .content-detail",
        sapo=".asset-full-content .lead, .detail-sapo, .sapo",
        published=".asset-full-content .metadata-publish-date, .detail-date, .asset-full-content .asset-publish-date",
        files=".asset-full-content a[href*='/documents/'], .detail-content a[href*='/documents/']",
    ),
}


def selectors_for(source: Source) -> Selectors:
    """The preset of `source` with the selectors it sets itself; an unknown preset is an empty one."""
    preset = PRESETS.get(source.preset, Selectors())
    own = {field.name: getattr(source.selectors, field.name) for field in fields(Selectors)}
    return replace(preset, **{name: selector for name, selector in own.items() if selector})
