"""The field that configuration names is loaded, or the fault is named."""

from pathlib import Path

import pytest

from core.domain import load_domain
from core.errors import ConfigurationError


def test_a_field_is_loaded_by_the_name_of_its_package() -> None:
    assert load_domain("tests.toy_domain").name == "toy"


@pytest.mark.parametrize("name", ["domains.nowhere", "nowhere", "domains"])
def test_a_package_that_is_missing_or_defines_no_domain_is_named(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as raised:
        load_domain(name)
    assert raised.value.remedy


def test_an_import_that_fails_inside_the_field_is_not_mistaken_for_a_missing_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_field.py").write_text("import nowhere_at_all\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="nowhere_at_all"):
        load_domain("broken_field")
