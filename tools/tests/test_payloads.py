"""Every path gives payloads, or says why not; nothing is read beyond its limit."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from poolcontract.limits import Limits
from poolcontract.payloads import Payload, Reading, Unreadable, payloads


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "b.json",
        "a.JSON",
        "inner/c.json",
        "inner/deep/d.json",
        ".hidden/e.json",
        "note.txt",
        ".f.json",
    ):
        file = tmp_path / "folder" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path


def names(*paths: str) -> list[str]:
    return [each.name for each in payloads(paths)]


def test_a_folder_gives_its_json_files_in_order_and_no_hidden_folders(folder: Path) -> None:
    assert folder.is_dir()
    assert names("folder") == [
        "folder/.f.json",
        "folder/a.JSON",
        "folder/b.json",
        "folder/inner/c.json",
        "folder/inner/deep/d.json",
    ]


def test_what_is_named_outright_is_read_whatever_it_is_called(folder: Path) -> None:
    assert folder.is_dir()
    assert names("folder/note.txt", "./folder/b.json", "folder/.hidden") == [
        "folder/note.txt",
        "./folder/b.json",
        "folder/.hidden/e.json",
    ]


def test_a_payload_holds_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(b"\xff\x00{}")
    assert list(payloads([file])) == [Payload(str(file), b"\xff\x00{}")]


def test_one_byte_more_than_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(b"0123456789")
    (found,) = payloads([file], reading=Reading(Limits(document=4)))
    assert found == Payload(str(file), b"01234")


def test_a_device_without_end_ends_at_the_limit() -> None:
    (found,) = payloads(["/dev/zero"], reading=Reading(Limits(document=4)))
    assert found == Payload("/dev/zero", bytes(5))


def test_standard_input_is_a_payload() -> None:
    assert list(payloads(["-"], stdin=io.BytesIO(b"{}"))) == [Payload("<stdin>", b"{}")]
    assert [str(each) for each in payloads(["-"])] == ["<stdin>: cannot be read: it is closed"]


UNREADABLE = [
    ("nowhere.json", "nowhere.json: cannot be read: No such file or directory"),
    ("", "'': cannot be read: No such file or directory"),
    ("folder/b.json/x", "folder/b.json/x: cannot be read: Not a directory"),
    ("a\x1b[31m", "a\\u001b[31m: cannot be read: No such file or directory"),
]


@pytest.mark.parametrize(("path", "sentence"), UNREADABLE)
def test_what_cannot_be_read_is_told(folder: Path, path: str, sentence: str) -> None:
    assert folder.is_dir()
    (found,) = payloads([path])
    assert isinstance(found, Unreadable)
    assert str(found) == sentence


def test_the_others_are_still_read(folder: Path) -> None:
    assert folder.is_dir()
    kinds = [type(each) for each in payloads(["nowhere", "folder/b.json"])]
    assert kinds == [Unreadable, Payload]


def test_a_broken_link_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.json").symlink_to("nowhere")
    assert [type(each) for each in payloads([tmp_path])] == [Unreadable]


def test_a_circle_of_links_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "self").symlink_to(tmp_path)
    assert len(list(payloads([tmp_path]))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert list(payloads([tmp_path])) == []


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert [str(each) for each in payloads([tmp_path])] == [f"{tmp_path}: cannot be read: Permission denied"]
