/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/lane.h"

#include "audio/base/maths.h"
#include "audio/dsp/eq/moving.h"

#define DOUBLE_BELOW (1.0 / 200.0) /* of the sample rate: below it the main section runs in double */

static void set_f(F8 *v, int lane, double value)
{
    ((float *)v)[lane] = (float)value;
}

static void set_d(D8 *v, int lane, double value)
{
    ((double *)v)[lane] = value;
}

static double get_f(const F8 *v, int lane)
{
    return (double)((const float *)v)[lane];
}

static double get_d(const D8 *v, int lane)
{
    return ((const double *)v)[lane];
}

static void set_bit(unsigned char *lanes, int lane, bool on)
{
    *lanes = (unsigned char)((*lanes & ~(1u << lane)) | (unsigned)on << lane);
}

static bool has_bit(unsigned char lanes, int lane)
{
    return lanes >> lane & 1;
}

/* Makes the lane's section pass every bit. */
static void idle_float(EqFloat *section, int lane)
{
    set_f(&section->b0, lane, 1);
    for (int i = 1; i < EQ_FLOAT_VECTORS; i++)
        set_f(&section->b0 + i, lane, 0);
    set_bit(&section->busy, lane, false);
}

static void idle_double(EqVector *u, int lane)
{
    set_d(&u->db0, lane, 1);
    D8 *const rest[] = {&u->db1, &u->db2, &u->da1, &u->da2, &u->w1, &u->w2};
    for (unsigned i = 0; i < ARRAY_LEN(rest); i++)
        set_d(rest[i], lane, 0);
    set_bit(&u->in_double, lane, false);
}

static void idle_turns(EqTurns *turns, int lane)
{
    for (int r = 0; r < EQ_TURN_ROWS; r++) {
        set_d(&turns->from[r], lane, 0);
        set_d(&turns->way[r], lane, 0);
    }
    set_d(&turns->first, lane, 0);
    set_d(&turns->second, lane, 0);
    set_bit(&turns->lanes, lane, false);
}

void eq_lane_idle(EqVector *u, int lane)
{
    idle_float(&u->main, lane);
    idle_float(&u->correction, lane);
    idle_double(u, lane);
    idle_turns(&u->turns[0], lane);
    idle_turns(&u->turns[1], lane);
}

/* Sets a standing lane's coefficients, without its states. */
static void stand_float(EqFloat *section, int lane, const EqSection *s)
{
    set_f(&section->b0, lane, s->b0);
    set_f(&section->b1, lane, s->b0 * s->n1);
    set_f(&section->b2, lane, s->b0 * s->n2);
    set_f(&section->a1, lane, s->d1);
    set_f(&section->a2, lane, s->d2);
    set_bit(&section->busy, lane, true);
}

static void stand_main(EqVector *u, int lane, const EqSection *s)
{
    bool slow = s->d2 < (2 * MATHS_PI * DOUBLE_BELOW) * (2 * MATHS_PI * DOUBLE_BELOW); /* |1 - pole|^2 */
    if (slow) {
        idle_float(&u->main, lane);
        set_d(&u->db0, lane, s->b0);
        set_d(&u->db1, lane, s->b0 * (s->n1 - 2));
        set_d(&u->db2, lane, s->b0 * (1 - s->n1 + s->n2));
        set_d(&u->da1, lane, s->d1 - 2);
        set_d(&u->da2, lane, 1 - s->d1 + s->d2);
        set_bit(&u->in_double, lane, true);
    } else {
        idle_double(u, lane);
        stand_float(&u->main, lane, s);
    }
}

/* One that corrects nothing has no poles but at z = 0, and what rings in it passes. */
static void stand_correction(EqVector *u, int lane, const EqSection *s)
{
    if (s->b0 == 1 && s->n1 == s->d1 && s->n2 == s->d2 && s->d1 == 2 && s->d2 == 1)
        idle_float(&u->correction, lane);
    else
        stand_float(&u->correction, lane, s);
}

void eq_lane_stand(EqVector *u, int lane, const EqUnit *target)
{
    stand_main(u, lane, &target->main);
    stand_correction(u, lane, &target->correction);
    idle_turns(&u->turns[0], lane);
    idle_turns(&u->turns[1], lane);
}

static EqRinging float_ringing(const EqFloat *section, int lane)
{
    double now = get_f(&section->s1, lane);
    return (EqRinging){now, now + get_f(&section->s2, lane) - get_f(&section->a1, lane) * now};
}

static EqRinging main_ringing(const EqVector *u, int lane)
{
    if (!has_bit(u->in_double, lane))
        return float_ringing(&u->main, lane);
    double now = get_d(&u->w1, lane);
    return (EqRinging){now, get_d(&u->w2, lane) - get_d(&u->da1, lane) * now};
}

static void ring_float(EqFloat *section, int lane, EqRinging ringing)
{
    if (!has_bit(section->busy, lane))
        return;
    set_f(&section->s1, lane, ringing.now);
    set_f(&section->s2, lane, ringing.next - ringing.now + get_f(&section->a1, lane) * ringing.now);
}

static void ring_main(EqVector *u, int lane, EqRinging ringing)
{
    if (has_bit(u->in_double, lane)) {
        set_d(&u->w1, lane, ringing.now);
        set_d(&u->w2, lane, ringing.next + get_d(&u->da1, lane) * ringing.now);
    } else {
        ring_float(&u->main, lane, ringing);
    }
}

/* The rows of a turn, in the order of EQ_TURN_G and so on. */
static void turn_rows(const EqTurn *turn, double rows[EQ_TURN_ROWS])
{
    rows[EQ_TURN_G] = turn->g;
    rows[EQ_TURN_K] = turn->k;
    rows[EQ_TURN_HIGH] = turn->high;
    rows[EQ_TURN_BAND] = turn->band;
    rows[EQ_TURN_LOW] = turn->low;
}

static const EqSection *section_of(const EqUnit *unit, int which)
{
    return which ? &unit->correction : &unit->main;
}

/* From standing to moving: the same section, the same ringing, no way yet. */
static void depart(EqVector *u, int lane, const EqUnit *target, int which)
{
    EqTurns *turns = &u->turns[which];
    EqTurn turn = eq_turn_from_section(section_of(target, which));
    EqRinging ringing = which ? float_ringing(&u->correction, lane) : main_ringing(u, lane);
    double rows[EQ_TURN_ROWS], first, second;
    turn_rows(&turn, rows);
    eq_turn_excite(&turn, ringing, &first, &second);
    for (int r = 0; r < EQ_TURN_ROWS; r++) {
        set_d(&turns->from[r], lane, rows[r]);
        set_d(&turns->way[r], lane, 0);
    }
    set_d(&turns->first, lane, first);
    set_d(&turns->second, lane, second);
    set_bit(&turns->lanes, lane, true);
    if (which) {
        idle_float(&u->correction, lane);
    } else {
        idle_float(&u->main, lane);
        idle_double(u, lane);
    }
}

/* Where a moving lane begins now, and how far it is from there to the section. */
static void set_out(EqTurns *turns, int lane, const EqSection *section)
{
    EqTurn turn = eq_turn_from_section(section);
    double rows[EQ_TURN_ROWS];
    turn_rows(&turn, rows);
    for (int r = 0; r < EQ_TURN_ROWS; r++)
        set_d(&turns->way[r], lane, rows[r] - get_d(&turns->from[r], lane));
}

void eq_lane_rebase(EqVector *u, int lane, const EqUnit *target, double done)
{
    for (int which = 0; which < 2; which++) {
        EqTurns *turns = &u->turns[which];
        if (!has_bit(turns->lanes, lane))
            continue;
        EqTurn turn = eq_turn_from_section(section_of(target, which));
        double rows[EQ_TURN_ROWS];
        turn_rows(&turn, rows);
        for (int r = 0; r < EQ_TURN_ROWS; r++) {
            double from = get_d(&turns->from[r], lane) + get_d(&turns->way[r], lane) * done;
            set_d(&turns->from[r], lane, done == 1 ? rows[r] : from);
        }
        set_out(turns, lane, section_of(target, which));
    }
}

static bool same_section(const EqSection *a, const EqSection *b)
{
    return a->b0 == b->b0 && a->n1 == b->n1 && a->n2 == b->n2 && a->d1 == b->d1 && a->d2 == b->d2;
}

void eq_lane_aim(EqVector *u, int lane, EqUnit *target, const EqUnit *unit)
{
    for (int which = 0; which < 2; which++) {
        if (same_section(section_of(target, which), section_of(unit, which)))
            continue;
        if (!has_bit(u->turns[which].lanes, lane))
            depart(u, lane, target, which);
        set_out(&u->turns[which], lane, section_of(unit, which));
    }
    *target = *unit;
}

static void settle_section(EqVector *u, int lane, const EqUnit *target, int which)
{
    EqTurn turn = eq_turn_from_section(section_of(target, which));
    EqRinging ringing =
        eq_turn_ringing(&turn, get_d(&u->turns[which].first, lane), get_d(&u->turns[which].second, lane));
    idle_turns(&u->turns[which], lane);
    if (which) {
        stand_correction(u, lane, &target->correction);
        ring_float(&u->correction, lane, ringing);
    } else {
        stand_main(u, lane, &target->main);
        ring_main(u, lane, ringing);
    }
}

bool eq_lane_settle(EqVector *u, int lane, const EqUnit *target)
{
    bool goes_on = false;
    for (int which = 0; which < 2; which++) {
        bool has_way = false;
        if (!has_bit(u->turns[which].lanes, lane))
            continue;
        for (int r = 0; r < EQ_TURN_ROWS; r++)
            has_way = has_way || get_d(&u->turns[which].way[r], lane) != 0;
        if (!has_way)
            settle_section(u, lane, target, which);
        goes_on = goes_on || has_way;
    }
    return goes_on;
}

static void copy_float(EqFloat *to, int to_lane, const EqFloat *from, int from_lane)
{
    lanes_copy(&to->b0, to_lane, &from->b0, from_lane, EQ_FLOAT_VECTORS);
    set_bit(&to->busy, to_lane, has_bit(from->busy, from_lane));
}

static void copy_turns(EqTurns *to, int to_lane, const EqTurns *from, int from_lane)
{
    for (int r = 0; r < EQ_TURN_ROWS; r++) {
        set_d(&to->from[r], to_lane, get_d(&from->from[r], from_lane));
        set_d(&to->way[r], to_lane, get_d(&from->way[r], from_lane));
    }
    set_d(&to->first, to_lane, get_d(&from->first, from_lane));
    set_d(&to->second, to_lane, get_d(&from->second, from_lane));
    set_bit(&to->lanes, to_lane, has_bit(from->lanes, from_lane));
}

void eq_lane_copy(EqVector *to, int to_lane, const EqVector *from, int from_lane)
{
    copy_float(&to->main, to_lane, &from->main, from_lane);
    copy_float(&to->correction, to_lane, &from->correction, from_lane);
    for (int i = 0; i < 7; i++)
        set_d(&to->db0 + i, to_lane, get_d(&from->db0 + i, from_lane));
    set_bit(&to->in_double, to_lane, has_bit(from->in_double, from_lane));
    copy_turns(&to->turns[0], to_lane, &from->turns[0], from_lane);
    copy_turns(&to->turns[1], to_lane, &from->turns[1], from_lane);
}
