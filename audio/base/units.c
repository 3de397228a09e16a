/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/units.h"

const UnitInfo unit_table[UNIT_COUNT] = {
    [UNIT_NONE] = {"", "", 0, 0},
    [UNIT_DB] = {"dB", "dB", 0, 0},
    [UNIT_DBFS] = {"dBFS", "dB full scale", 0, 0},
    [UNIT_DBTP] = {"dBTP", "dB true peak", 0, 0},
    [UNIT_LUFS] = {"LUFS", "LUFS", 0, 0},
    [UNIT_LU] = {"LU", "LU", 0, 0},
    [UNIT_HZ] = {"Hz", "hertz", "kHz", 1000.0},
    [UNIT_MS] = {"ms", "milliseconds", "s", 1000.0},
    [UNIT_S] = {"s", "seconds", 0, 0},
    [UNIT_PERCENT] = {"%", "percent", 0, 0},
    [UNIT_PAN] = {"%", "percent", 0, 0},
    [UNIT_RATIO] = {":1", "to 1", 0, 0},
    [UNIT_BPM] = {"bpm", "beats per minute", 0, 0},
    [UNIT_SEMITONES] = {"st", "semitones", 0, 0},
    [UNIT_FRAMES] = {"frames", "frames", 0, 0},
    [UNIT_DB_PER_OCT] = {"dB/oct", "dB per octave", 0, 0},
    [UNIT_DEGREES] = {"deg", "degrees", 0, 0},
};
