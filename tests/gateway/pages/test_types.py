"""The types that the scripts name in their comments."""

import shutil
import subprocess

import pytest

from bot.settings import ROOT

TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"


@pytest.mark.skipif(not TSC.exists() or not shutil.which("node"), reason="typescript is not installed (npm ci)")
@pytest.mark.parametrize("project", ["tsconfig.json", "tsconfig.worker.json"])
def test_types(project: str) -> None:
    done = subprocess.run(["node", str(TSC), "-p", project], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
