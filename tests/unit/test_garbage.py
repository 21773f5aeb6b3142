"""What is asked of Python's collector is taken back, and never asked of a process that is not ours."""

from __future__ import annotations

import gc

import pytest

from searchnews.cli import main
from searchnews.garbage import hardly_collected


def test_it_is_as_before_after_an_error() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="broken"), hardly_collected():
        assert gc.get_threshold()[0] > 100 * before[0]
        raise ValueError("broken")
    assert gc.get_threshold() == before


def test_a_command_run_by_somebody_else_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = gc.get_threshold()
    assert main(["translate", "--from", "lucene", "oil"]) == 0
    assert capsys.readouterr().out == "oil\n"
    assert gc.get_threshold() == before
