"""Files are written whole or not at all, and what a disk has against it is said in one line."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from .catalogue.findings import Text


def write_whole(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 beside ``path``, then let it take that place; folders on the way are made.

    Raises:
        OSError: the disk is full, read-only or otherwise against it; what stood at ``path`` is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(text.encode())
        if path.is_file():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error  # a failed write does not name its file


_TROUBLES = {
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EFBIG: Text("超过允许的文件大小", "larger than a file may be here"),
    errno.EROFS: Text("只读的磁盘，写不进去", "the disk is read-only"),
    errno.EACCES: Text("没有读写的权限", "no permission to read or write here"),
    errno.EPERM: Text("没有读写的权限", "no permission to read or write here"),
    errno.EISDIR: Text("这里要一个文件，却是文件夹", "a folder stands where a file is wanted"),
    errno.ENOTDIR: Text("这里要一个文件夹，却是文件", "a file stands where a folder is wanted"),
    errno.EEXIST: Text("这里要一个文件夹，却是文件", "a file stands where a folder is wanted"),
}


def trouble(error: OSError) -> Text:
    """Which file, and what is wrong with it: "site/api/v1: the disk is full". Without a file it was the output."""
    reason = _TROUBLES.get(error.errno or 0) or Text(str(error.strerror or error), str(error.strerror or error))
    name = error.filename2 or error.filename
    if name is None:
        return Text(f"写不出结果：{reason.zh}", f"cannot write the result: {reason.en}")
    return Text(f"{name}：{reason.zh}", f"{name}: {reason.en}")
