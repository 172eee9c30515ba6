"""Where a library's folder lies: inside one that a cloud drive keeps in step, and with copies it made beside the file.

Two computers that open the same file through such a drive each write their own; the drive then keeps both, one under
another name. Nothing is changed here: the person is told.
"""

from __future__ import annotations

import re
from pathlib import Path

from kclub_desktop.store.exchange import FILE_NAME

_MARKERS = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Syncthing": (".stfolder",),
    "Nextcloud": (".nextcloudsync.log", ".owncloudsync.log"),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
    "坚果云": (".nutstore", ".ns_sync"),
}
_NAMES = {
    "Dropbox": r"dropbox( \(.+\))?",
    "OneDrive": r"onedrive( -.+)?",
    "iCloud Drive": r"icloud ?drive|mobile documents|com~apple~clouddocs",
    "Google Drive": r"google ?drive|googledrive-.+",
    "坚果云": r"nutstore( files)?|我的坚果云|坚果云.*",
    "Nextcloud": r"nextcloud|owncloud",
    "百度网盘": r"baidusyncdisk|百度网盘.*",
}
_COPY = re.compile(r"community\b.*\.kclub(-\d+)?", re.IGNORECASE)


def cloud_drive(folder: Path) -> str:
    """Name of the cloud drive that keeps this folder in step; '' if none is known to."""
    folder = Path(folder).absolute()
    for above in (folder, *folder.parents):
        for drive, markers in _MARKERS.items():
            if any((above / marker).exists() for marker in markers):
                return drive
        for drive, name in _NAMES.items():
            if re.fullmatch(name, above.name, re.IGNORECASE):
                return drive
    return ""


def copies_beside(folder: Path) -> list[Path]:
    """Other files in the folder that are this library's by their name, as a cloud drive makes them of two edits at once."""
    try:
        names = sorted(Path(folder).iterdir())
    except OSError:
        return []
    return [
        file for file in names if file.name != FILE_NAME and _COPY.fullmatch(file.name) and file.is_file()
    ]
