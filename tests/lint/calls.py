# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the house does without."""
import re

BANNED = {
    "gets": "reads without a limit", "strcpy": "writes without a limit", "strcat": "writes without a limit",
    "stpcpy": "writes without a limit", "sprintf": "writes without a limit (use snprintf)",
    "vsprintf": "writes without a limit (use vsnprintf)", "tmpnam": "races (use mkstemp)", "tempnam": "races (use mkstemp)",
    "mktemp": "races (use mkstemp)", "alloca": "may overflow the stack", "strtok": "keeps hidden state",
    "system": "runs a shell", "popen": "runs a shell", "rand": "differs between systems", "srand": "differs between systems",
}
# Where sound is computed, libm's own results would make the bytes depend on the C library: audio/base/maths.h has what is needed.
SAME_BITS_ROOMS = ("audio/dsp/", "audio/engine/")
LIBM = ("sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp exp2 exp10 expm1 log log2 log10 log1p pow cbrt hypot "
        "erf erfc tgamma lgamma sincos fma").split()
# (file, function): why it cannot reach a sample.
LIBM_ALLOWED = {}
# audio/ and projects/ neither print nor exit: (file, function) that does, and why.
PRINTING = ("printf", "puts", "putchar", "perror", "exit", "abort", "_exit")
PRINTING_ALLOWED = {
    ("audio/io/device/child.c", "_exit"): "the end of the device's own process",
    ("audio/io/device/process.c", "_exit"): "the end of the device's own process",
}

CALL = re.compile(r"(?<![\w.>])([a-z_][a-z0-9_]*)\s*\(")


def libm_name(name):
    return name[:-1] if name[-1] in "fl" and name[:-1] in LIBM else name


def check_call(tree, source, number, name, line):
    quiet = source.path.startswith(("audio/", "projects/"))
    if name in BANNED and not source.is_test:
        tree.error(source.path, number, "%s %s" % (name, BANNED[name]))
    if name == "setlocale" and not source.is_test and not re.search(r"setlocale\s*\(\s*LC_CTYPE\b", line):
        tree.error(source.path, number, "setlocale is for LC_CTYPE only: numbers keep their point")
    if source.path.startswith(SAME_BITS_ROOMS) and libm_name(name) in LIBM and (source.path, name) not in LIBM_ALLOWED:
        tree.error(source.path, number, "%s of libm where sound is computed (use audio/base/maths.h)" % name)
    if quiet and name in PRINTING and (source.path, name) not in PRINTING_ALLOWED:
        tree.error(source.path, number, "%s: audio/ and projects/ never print or exit" % name)


def check(tree):
    for source in tree.c_sources():
        for number, line in enumerate(source.code, 1):
            if line.startswith("#"):
                continue
            for match in CALL.finditer(line):
                check_call(tree, source, number, match.group(1), line)
