# SPDX-License-Identifier: GPL-3.0-or-later
"""Situations of the field (`../shared/field`), made and judged by the script that stands beside them."""
import os
import subprocess
import sys

import harness

CHECK = os.path.join(harness.SHARED, "field", "check.py")

class Field(harness.Case):
    @harness.unittest.skipUnless(os.path.exists(CHECK), "../shared/field is not there")
    def test_every_situation(self):
        done = subprocess.run([sys.executable, CHECK, harness.TTYMIX], env=self.env, cwd=self.dir, capture_output=True, text=True, timeout=harness.PATIENCE_S)
        lines = [line for line in done.stdout.splitlines() if line[:5] in ("PASS ", "FAIL ")]
        self.assertGreaterEqual(len(lines), 14, done.stdout + done.stderr)
        for line in lines:
            print(line)
            with self.subTest(line[5:31].strip()):
                self.assertTrue(line.startswith("PASS"), line)


if __name__ == "__main__":
    harness.main()
