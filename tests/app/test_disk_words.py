"""What the disk says is said in the language of the person."""

from kclub_desktop.errors import FileNotWritable, LibraryNotWritable
from kclub_desktop.words import set_language
from kclub_desktop.words_for_errors import words_for


def test_a_full_disk_and_a_missing_folder_are_told_in_chinese_too():
    set_language("zh")
    full = words_for(LibraryNotWritable("club", "database or disk is full"))
    assert "磁盘已满" in full and "disk" not in full
    assert "没有权限" in words_for(FileNotWritable("a.csv", "Permission denied"))
    assert "E42" in words_for(FileNotWritable("a.csv", "E42"))
