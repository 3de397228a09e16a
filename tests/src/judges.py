# SPDX-License-Identifier: GPL-3.0-or-later
"""Other programs that read sound files, where they are installed: what each gives for a file, or None where it refuses it."""
import array
import ctypes
import ctypes.util
import subprocess

import harness


def planar(flat, channels):
    return [list(flat[c::channels]) for c in range(channels)]


def run(*arguments):
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=harness.PATIENCE_S)
    return done.stdout if done.returncode == 0 else None


def by_ffmpeg(path, channels):
    out = run("ffmpeg", "-v", "quiet", "-i", path, "-map", "0:a:0", "-c:a", "pcm_f32le", "-f", "f32le", "-")
    return planar(array.array("f", out), channels) if out is not None and len(out) % (4 * channels) == 0 and out else None


def by_sox(path, channels):
    out = run("sox", "-V0", "-D", path, "-t", "raw", "-e", "floating-point", "-b", "32", "-L", "-")
    return planar(array.array("f", out), channels) if out is not None and len(out) % (4 * channels) == 0 and out else None


class SndfileInfo(ctypes.Structure):
    _fields_ = [("frames", ctypes.c_int64)] + [(name, ctypes.c_int) for name in ("samplerate", "channels", "format", "sections", "seekable")]


def sndfile():
    name = ctypes.util.find_library("sndfile")
    if not name:
        return None
    library = ctypes.CDLL(name)
    library.sf_open.restype = ctypes.c_void_p
    library.sf_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(SndfileInfo)]
    library.sf_readf_float.restype = ctypes.c_int64
    library.sf_readf_float.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_float), ctypes.c_int64]
    library.sf_close.argtypes = [ctypes.c_void_p]
    return library


LIBRARY = sndfile()


def by_sndfile(path, channels):
    info = SndfileInfo()
    file = LIBRARY.sf_open(path.encode(), 0x10, ctypes.byref(info))
    if not file:
        return None
    room = 1 << 18
    buffer = (ctypes.c_float * (room * info.channels))()
    count = LIBRARY.sf_readf_float(file, buffer, room)
    LIBRARY.sf_close(file)
    return planar(buffer[:count * info.channels], info.channels) if info.channels == channels and count > 0 else None


def installed():
    judges = {}
    if harness.find_program("ffmpeg"):
        judges["ffmpeg"] = by_ffmpeg
    if harness.find_program("sox"):
        judges["sox"] = by_sox
    if LIBRARY:
        judges["libsndfile"] = by_sndfile
    return judges
