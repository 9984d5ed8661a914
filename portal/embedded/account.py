"""The account PostgreSQL runs as. It refuses root, so root runs it as the owner of its data or as `nobody`."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict


class PopenOptions(TypedDict, total=False):
    """What subprocess needs to change the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user and its main group."""

    user: int
    group: int

    @property
    def differs(self) -> bool:
        """Say whether it is another account than this process's."""
        return self.user != os.geteuid()

    def popen_options(self) -> PopenOptions:
        """Return the keyword arguments that make a child process run as this account."""
        if not self.differs:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """Say whether this account can enter the folder or run the program."""
        command = ["test", "-x", str(path)]
        return subprocess.run(command, check=False, **self.popen_options()).returncode == 0

    def own(self, folder: Path) -> None:
        """Give a folder that was copied or restored by root to this account; PostgreSQL refuses any other owner."""
        if folder.stat().st_uid == self.user:
            return
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, self.user, self.group, follow_symlinks=False)


def account_for(data: Path) -> Account:
    """Return the account to run the server of this data folder as."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def copy_for_everyone(sources: list[Path], parent: Path) -> Path:
    """Copy program folders to where every user can read them, once per version; return their new parent."""
    newest = max(path.stat().st_mtime_ns for path in sources if path.exists())
    copy = parent / f"programs-{newest}"
    if copy.exists():
        return copy
    parent.mkdir(mode=0o755, exist_ok=True)
    draft = parent / "programs.new"
    shutil.rmtree(draft, ignore_errors=True)
    for source in sources:
        if source.exists():
            shutil.copytree(source, draft / source.name, symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(path.stat().st_mode | (0o055 if runnable else 0o044))
    for outdated in parent.glob("programs-*"):
        shutil.rmtree(outdated)
    draft.rename(copy)
    return copy
