/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/scale.h"

#include <math.h>

#include "audio/base/attributes.h"

const ScalePoint scale_points[] = {
    {12, 1.00},  {6, 0.88},   {0, 0.75},   {-5, 0.625}, {-10, 0.50}, {-15, 0.40},
    {-20, 0.32}, {-30, 0.20}, {-40, 0.12}, {-50, 0.07}, {-60, 0.04}, {-INFINITY, 0},
};
const int scale_point_count = ARRAY_LEN(scale_points);

#define SCALE_END_DB (-80.0) /* where the last stretch, that to -inf, comes to nothing */

double scale_travel_of_db(double db)
{
    if (!(db < scale_points[0].db))
        return isnan(db) ? 0 : 1;
    for (int i = 1; i < scale_point_count; i++) {
        double low = i + 1 < scale_point_count ? scale_points[i].db : SCALE_END_DB;
        if (db >= low) {
            double part = (db - low) / (scale_points[i - 1].db - low);
            return scale_points[i].travel + part * (scale_points[i - 1].travel - scale_points[i].travel);
        }
    }
    return 0;
}

int scale_row_of_db(double db, int rows)
{
    double place = (1 - scale_travel_of_db(db)) * (rows - 1);
    return (int)ceil(place - 0.5);
}

double scale_db_of_row(int row, int rows)
{
    double travel = rows > 1 ? 1 - (double)row / (rows - 1) : 1;
    for (int i = 1; i < scale_point_count; i++)
        if (travel >= scale_points[i].travel) {
            double low = i + 1 < scale_point_count ? scale_points[i].db : SCALE_END_DB;
            double part = (travel - scale_points[i].travel) / (scale_points[i - 1].travel - scale_points[i].travel);
            return low + part * (scale_points[i - 1].db - low);
        }
    return SCALE_END_DB;
}
