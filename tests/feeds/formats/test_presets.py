"""An operator's selectors win over the preset's, one by one."""

from feeds.formats.presets import PRESETS, selectors_for
from feeds.portals import Selectors, Source


def test_own_selectors_override_the_presets() -> None:
    source = Source(name="tin", addresses=(), preset="egov", selectors=Selectors(body="#noi-dung"))
    selectors = selectors_for(source)
    assert selectors.body == "#noi-dung"
    assert selectors.files == PRESETS["egov"].files


def test_an_unknown_preset_leaves_the_operators_own() -> None:
    source = Source(name="tin", addresses=(), preset="joomla", selectors=Selectors(item="li"))
    assert selectors_for(source) == Selectors(item="li")
