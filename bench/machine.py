"""What the machine is, what a process of it takes, and what a list of times comes to."""

import os
import platform
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

LIBRARIES = ("openvino", "torch", "sentence-transformers", "numpy")


def p50(values: Sequence[float]) -> float:
    """Give the median."""
    return float(np.percentile(values, 50))


def p95(values: Sequence[float]) -> float:
    """Give what 95 in a hundred stay under."""
    return float(np.percentile(values, 95))


def resident_mb(pid: int) -> float | None:
    """Give the memory that a process holds, in 10^6 bytes; None where the system does not say."""
    return _status_mb(pid, "VmRSS")


def peak_mb(pid: int) -> float | None:
    """Give the most memory that a process has held, in 10^6 bytes; None where the system does not say."""
    return _status_mb(pid, "VmHWM")


def _status_mb(pid: int, field: str) -> float | None:
    path = Path(f"/proc/{pid}/status")
    if not path.is_file():
        return None
    lines = dict(line.partition(":")[::2] for line in path.read_text(encoding="utf-8").splitlines())
    return int(lines[field].split()[0]) * 1_024 / 1e6 if field in lines else None


def facts() -> list[tuple[str, str]]:
    """Say when this was, on what machine, how busy it was, and with which libraries."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return [
        ("date", time.strftime("%Y-%m-%d", time.gmtime())),
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("busy before it began", f"load average {busy:.1f}"),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in LIBRARIES),
    ]


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
