"""Which files are saved, told once each time it is quiet again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Flag, auto
from pathlib import Path
from threading import Condition, Thread
from typing import Final

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

QUIET: Final = 0.02
"""Seconds without any event after which a save is taken to be done: editors write in several
steps. One that is not is seen at its next step."""


class Kind(Flag):
    """What a saved file has its part in."""

    TEXT = auto()
    """A Markdown file: documents and ordinary pages."""
    HISTORY = auto()
    """The log of the commits that were checked out."""
    SITE = auto()
    """Anything else that the site is made of."""


class Watcher(FileSystemEventHandler):
    """Calls back, on a thread of its own, with the kinds of files that were saved."""

    def __init__(
        self, docs_dir: Path, others: Iterable[Path], callback: Callable[[Kind], None]
    ) -> None:
        self._docs_dir = docs_dir.resolve()
        self._callback = callback
        self._log = find_log(self._docs_dir)
        self._others = tuple(path.resolve() for path in others)
        self._news = Condition()
        self._saved = Kind(0)
        self._closed = False
        self._observer = Observer()
        self._thread = Thread(target=self._tell, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        folders = {self._docs_dir: True}
        if self._log is not None:
            folders[self._log.parent] = False
        for path in self._others:
            folders.setdefault(path if path.is_dir() else path.parent, path.is_dir())
        for folder, is_deep in folders.items():
            self._observer.schedule(self, str(folder), recursive=is_deep)
        self._observer.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; no call comes after it."""
        self._observer.stop()
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._observer.join()
        self._thread.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what was saved; called by the observer."""
        if event.event_type in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE):
            return  # reading is no change
        saved = Kind(0)
        for path in filter(None, (event.src_path, event.dest_path)):
            saved |= self.name_kind(Path(str(path)), is_folder=event.is_directory)
        if saved:
            with self._news:
                self._saved |= saved
                self._news.notify_all()

    def name_kind(self, path: Path, *, is_folder: bool = False) -> Kind:
        """Return what a path has its part in; nothing for what is none of the site's."""
        if self._log is not None and path == self._log:
            return Kind.HISTORY
        if path.is_relative_to(self._docs_dir):
            if path.suffix == ".md":
                return Kind.TEXT
            # What editors leave beside a file is no part of the site.
            is_ours = not is_folder and not path.name.startswith(".") and path.suffix
            return (
                Kind.SITE if is_ours and not path.name.endswith(("~", ".swp", ".tmp")) else Kind(0)
            )
        if is_folder:
            return Kind(0)
        return Kind.SITE if any(path.is_relative_to(other) for other in self._others) else Kind(0)

    def _tell(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: bool(self._saved) or self._closed)
                while not self._closed:
                    before, self._saved = self._saved, Kind(0)
                    came = self._news.wait_for(lambda: bool(self._saved) or self._closed, QUIET)
                    self._saved |= before
                    if not came:
                        break
                if self._closed:
                    return
                saved, self._saved = self._saved, Kind(0)
            self._callback(saved)


def find_log(folder: Path) -> Path | None:
    """Return the log to which git adds a line at each commit and checkout; None without one."""
    for above in (folder, *folder.parents):
        git = above / ".git"
        if git.is_file():  # a worktree of its own: the file names its folder
            named = git.read_text("utf-8").partition("gitdir:")[2].strip()
            git = (above / named).resolve()
        if git.is_dir():
            log = git / "logs" / "HEAD"
            return log if log.parent.is_dir() else None
    return None
