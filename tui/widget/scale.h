/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale of faders and meters: where on its way of travel a level stands. */
#ifndef TTYMIX_TUI_WIDGET_SCALE_H
#define TTYMIX_TUI_WIDGET_SCALE_H

typedef struct ScalePoint {
    double db, travel;
} ScalePoint;
extern const ScalePoint scale_points[]; /* falling; the last is -inf at 0 */
extern const int scale_point_count;

/* Travel 0..1 of a level in dB: linear between the points, clamped. */
double scale_travel_of_db(double db);
/* The row (0 = top) of `rows` in which a level stands; -inf stands in the last. */
int scale_row_of_db(double db, int rows);
/* The level in the middle of a row. */
double scale_db_of_row(int row, int rows);

#endif
