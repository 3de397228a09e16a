# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound devices without a sound card, for the tests of the whole program: the kit of ../shared/audio, built once a test module."""
import os
import shlex
import shutil
import subprocess
import tempfile

import harness

SETUP = os.path.join(harness.SHARED, "audio", "setup.sh")


def build(folder):
    """Builds the kit into a folder; skips where it is not there or cannot be built."""
    if not os.path.exists(SETUP):
        raise harness.unittest.SkipTest("../shared/audio is not here")
    built = subprocess.run(["sh", SETUP, "build"], env=dict(os.environ, AUDIO_BIN=folder), stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if built.returncode:
        raise harness.unittest.SkipTest("the device kit cannot be built here")


def start(folder, env, *arguments):
    """Runs setup.sh; returns the environment that it prints."""
    done = subprocess.run(["sh", SETUP, *arguments], env=dict(env, AUDIO_BIN=folder), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return dict(word.split("=", 1) for word in shlex.split(done.stdout) if "=" in word)


class DeviceCase(harness.Case):
    """`tools` is the folder of what was built."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tools = tempfile.mkdtemp(prefix="ttymix-audio-")
        cls.addClassCleanup(shutil.rmtree, cls.tools, ignore_errors=True)
        build(cls.tools)

    def kit(self, *arguments, **more):
        return dict(start(self.tools, self.env, *arguments), **more)
