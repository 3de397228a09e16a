/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/response.h"

#include "audio/base/maths.h"

bool response_curve(const ProcessorKind *kind, const double *values, double rate_hz, double from_hz, double to_hz,
                    int points, double *db)
{
    if (!kind->response_db || points < 2)
        return false;
    double step = maths_log(to_hz / from_hz) / (points - 1);
    for (int i = 0; i < points; i++)
        db[i] = kind->response_db(values, from_hz * maths_exp(step * i), rate_hz);
    return true;
}

bool response_transfer(const ProcessorKind *kind, const double *values, double from_db, double to_db, int points,
                       double *out_db)
{
    if (!kind->transfer_db || points < 2)
        return false;
    for (int i = 0; i < points; i++)
        out_db[i] = kind->transfer_db(values, from_db + (to_db - from_db) * i / (points - 1));
    return true;
}
