"""The programs of others that read old Word formats: LibreOffice and antiword, kept on a short lead.

Each run has a folder of its own for its home, its settings and its files, which is gone afterwards; it gets a
time-out and is ended with everything it started. LibreOffice runs without macros, without links to other files
and with a proxy that leads nowhere, so that a document fetches nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.errors import ReportError

_OFFICE = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_ANTIWORD = ("antiword",)
# Seconds; a report takes three at most, on a slow machine ten.
_OFFICE_TIME = 90
_ANTIWORD_TIME = 15
_MAX_OUTPUT = 100 * 1024 * 1024
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def require(what: str, *, antiword: bool) -> None:
    """Raise ``ReportError`` naming the programs to install where one is absent; ``what`` is the format to be read."""
    absent = [] if _find(_OFFICE) else ["LibreOffice（libreoffice-writer）"]
    absent += ["antiword"] if antiword and not _find(_ANTIWORD) else []
    if absent:
        raise ReportError(
            f"读取{what}文件需要本机装有 {' 和 '.join(absent)}（Debian/Ubuntu：apt install libreoffice-writer"
            f"{' antiword' if antiword else ''}）；也可以把文件另存为 DOCX 再放入"
        )


def programs() -> tuple[str, ...]:
    """Return what tells one installation of these programs from another: what they read may differ with it."""
    found = [Path(program).resolve() for names in (_OFFICE, _ANTIWORD) if (program := _find(names))]
    return tuple(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in found)


def to_docx(content: bytes, suffix: str) -> bytes:
    """Return a document as LibreOffice saves it in DOCX; raises ``ReportError`` where it does not within its time."""
    program = _find(_OFFICE)
    with _folder() as folder:
        source = folder / f"document.{suffix}"
        source.write_bytes(content)
        _write_settings(folder / "profile" / "user")
        _run(
            [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
             "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"),
             str(source)],
            folder, _OFFICE_TIME, "LibreOffice",
        )  # fmt: skip
        result = folder / "out" / "document.docx"
        if not result.is_file() or result.stat().st_size > _MAX_OUTPUT:
            raise ReportError("LibreOffice 无法转换此文件，文件可能已损坏或设有密码")
        return result.read_bytes()


def to_text(content: bytes) -> str:
    """Return a DOC as antiword prints it, tables with bars; raises ``ReportError`` where it does not."""
    program = _find(_ANTIWORD)
    with _folder() as folder:
        source = folder / "document.doc"
        source.write_bytes(content)
        output = folder / "out.txt"
        _run([program, "-w", "0", "-m", "UTF-8.txt", str(source)], folder, _ANTIWORD_TIME, "antiword", output)
        if output.stat().st_size > _MAX_OUTPUT:
            raise ReportError("antiword 的转换结果过大")
        return output.read_bytes().decode("utf-8", errors="replace")


def _find(names: Sequence[str]) -> str:
    return next(filter(None, map(shutil.which, names)), "")


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _run(command: Sequence[str], folder: Path, seconds: float, name: str, output: Path | None = None) -> None:
    """Run a program to its end in a group of its own; raises ``ReportError`` where it fails or takes too long."""
    with (output or Path(os.devnull)).open("wb") as sink:
        try:
            process = subprocess.Popen(
                command, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=sink,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise ReportError(f"{name} 无法运行，请检查安装") from error
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise ReportError(f"{name} 在 {seconds:g} 秒内没有转换完，已中止") from error
        finally:
            # The program itself may only have started others that still run.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if status:
        raise ReportError(f"{name} 无法转换此文件，文件可能已损坏或设有密码")


def _environment(folder: Path) -> Mapping[str, str]:
    """Return what a program may know: where programs are and a home of its own; nothing of the user's."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp", "SAL_NO_NWF": "1",
    }  # fmt: skip


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    item = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
    items = "".join(item.format(*setting) for setting in _SETTINGS)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
