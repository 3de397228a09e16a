/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/design.h"

#include <math.h>
#include <string.h>

#include "audio/base/maths.h"

#define NEEDLESS 1.0023 /* 0.01 dB, in power */

enum { CORRECTION_POINTS = 16 };

typedef struct Complex {
    double re, im;
} Complex;

/* c2 s^2 + c1 s + c0, frequency normalised to the band's */
typedef struct Analogue {
    double c2, c1, c0;
} Analogue;

typedef struct AnalogueSection {
    Analogue num, den;
    double gain;
} AnalogueSection;

/* (z - 1)^2 + n1 (z - 1) + n2 */
typedef struct Digital {
    double n1, n2;
} Digital;

static Complex complex_multiply(Complex a, Complex b)
{
    return (Complex){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

static Complex complex_divide(Complex a, Complex b)
{
    double scale = 1.0 / (b.re * b.re + b.im * b.im);
    return (Complex){(a.re * b.re + a.im * b.im) * scale, (a.im * b.re - a.re * b.im) * scale};
}

static Complex complex_sqrt(Complex a)
{
    double size = sqrt(a.re * a.re + a.im * a.im);
    double big = sqrt(0.5 * (size + fabs(a.re)));
    if (big == 0)
        return (Complex){0, 0};
    double small = 0.5 * fabs(a.im) / big;
    double re = a.re >= 0 ? big : small, im = a.re >= 0 ? small : big;
    return (Complex){re, a.im < 0 ? -im : im};
}

static double complex_size(Complex a)
{
    return a.re * a.re + a.im * a.im;
}

/* One row of the warp's equations: V = w^2/phi, a + p phi - V r phi - V q phi^2 = V, exact at w = pi f/fs. */
static void row_of_value(double row[5], double turns)
{
    double angle = MATHS_PI * turns, sine = maths_sin(angle), phi = sine * sine, v = angle * angle / phi;
    row[0] = 1;
    row[1] = phi;
    row[2] = -v * phi;
    row[3] = -v * phi * phi;
    row[4] = v;
}

/* Its derivative by phi: the warp keeps the slope there. */
static void row_of_slope(double row[5], double turns)
{
    double angle = MATHS_PI * turns, sine = maths_sin(angle), phi = sine * sine, v = angle * angle / phi, dv;
    if (phi < 1e-4) /* V = 1 + phi/3 + 8/45 phi^2 + 4/35 phi^3 ... */
        dv = 1.0 / 3.0 + phi * (16.0 / 45.0 + phi * (12.0 / 35.0));
    else
        dv = (2.0 * angle / (2.0 * sine * maths_cos(angle)) - v) / phi;
    row[0] = 0;
    row[1] = 1;
    row[2] = -(dv * phi + v);
    row[3] = -(dv * phi * phi + 2.0 * v * phi);
    row[4] = dv;
}

/* Gauss with partial pivoting. */
static EqWarp solve(double row[4][5])
{
    for (int column = 0; column < 4; column++) {
        int pivot = column;
        for (int i = column + 1; i < 4; i++)
            if (fabs(row[i][column]) > fabs(row[pivot][column]))
                pivot = i;
        for (int j = 0; j < 5; j++) {
            double swap = row[column][j];
            row[column][j] = row[pivot][j];
            row[pivot][j] = swap;
        }
        for (int i = 0; i < 4; i++) {
            double factor = i == column ? 0 : row[i][column] / row[column][column];
            for (int j = column; j < 5 && factor != 0; j++)
                row[i][j] -= factor * row[column][j];
        }
    }
    return (EqWarp){row[0][4] / row[0][0], row[1][4] / row[1][1], row[2][4] / row[2][2], row[3][4] / row[3][3]};
}

static double clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* Exact at four Chebyshev nodes of [low, high], in turns f/fs. */
static EqWarp warp_between(double low, double high)
{
    static const double node[4] = {-0.92387953251128674, -0.38268343236508977, 0.38268343236508977,
                                   0.92387953251128674};
    double row[4][5];
    for (int i = 0; i < 4; i++)
        row_of_value(row[i], 0.5 * (low + high) + 0.5 * (high - low) * node[i]);
    return solve(row);
}

/* Exact in value and slope at `at`, and at two more places. */
static EqWarp warp_around(double at, double third, double fourth)
{
    double row[4][5];
    row_of_value(row[0], at);
    row_of_slope(row[1], at);
    row_of_value(row[2], third);
    row_of_value(row[3], fourth);
    return solve(row);
}

/* Where the warp must be exact, found by searching for the smallest error of each type over Q, gain, slope and
 * frequency. */
static EqWarp warp_for(const EqBand *band, double rate_hz)
{
    const double top = 0.4535, high = 0.40; /* 20 kHz at 44.1 kHz; no node crowds against it */
    double turns = band->freq_hz / rate_hz;
    switch (band->type) {
    case EQ_LOWCUT: turns = clamp(turns, 0.03, high); return warp_between(0.6 * turns, 1.1 * turns);
    case EQ_HIGHCUT:
    case EQ_TILT: return warp_between(clamp(turns, 0.02, high), top);
    case EQ_LOWSHELF:
    case EQ_HIGHSHELF:
        return warp_between(clamp(turns * maths_lin_from_db(-fabs(band->gain_db) * 0.25), 0.02, high), top);
    default: turns = clamp(turns, 1e-5, high); return warp_around(turns, turns < 0.26 ? 0.34 : 0.18, 0.444);
    }
}

/* Both roots of a x^2 + b x + c, the smaller first; `infinite` where the greater is too far to matter. */
static void quadratic_roots(Complex a, Complex b, Complex c, Complex root[2], bool *infinite)
{
    Complex four = complex_multiply(a, c), square = complex_multiply(b, b);
    Complex disc = complex_sqrt((Complex){square.re - 4 * four.re, square.im - 4 * four.im});
    if (b.re * disc.re + b.im * disc.im < 0)
        disc = (Complex){-disc.re, -disc.im};
    Complex t = {-0.5 * (b.re + disc.re), -0.5 * (b.im + disc.im)};
    root[0] = complex_size(c) == 0 ? (Complex){0, 0} : complex_divide(c, t);
    *infinite = complex_size(a) < 1e-24 * complex_size(t);
    root[1] = *infinite ? (Complex){0, 0} : complex_divide(t, a);
}

/* 1 - z of the root z with |z| <= 1 behind a root phi = (2 - z - 1/z)/4. */
static Complex distance_from_one(Complex phi)
{
    Complex square = complex_multiply(phi, phi);
    Complex w = complex_sqrt((Complex){square.re - phi.re, square.im - phi.im});
    Complex d = {2 * (phi.re + w.re), 2 * (phi.im + w.im)}, e = {2 * (phi.re - w.re), 2 * (phi.im - w.im)};
    Complex zd = {1 - d.re, -d.im}, ze = {1 - e.re, -e.im};
    bool first = complex_size(zd) <= complex_size(ze);
    if (complex_size(phi) < 0.25)
        return first ? d : e;
    Complex small = complex_divide((Complex){1, 0}, first ? ze : zd); /* the big one has no cancellation */
    return (Complex){1 - small.re, -small.im};
}

/* The two roots phi that an analogue root X = w^2 becomes, as distances 1 - z. */
typedef struct RootPair {
    Complex near, far; /* near: the smaller phi */
    bool together;     /* phi's are conjugates of each other */
} RootPair;

/* `x` in units of the band's w^2, which is `square`; x infinite: roots of the warp's denominator. */
static RootPair map_root(const EqWarp *warp, double square, Complex x, bool at_infinity)
{
    Complex k = {x.re * square, x.im * square}, root[2];
    Complex a = {warp->p - k.re * warp->q, -k.im * warp->q};
    Complex b = {warp->a - k.re * warp->r, -k.im * warp->r};
    Complex c = {-k.re, -k.im};
    bool far_infinite;
    if (at_infinity) {
        a = (Complex){warp->q, 0};
        b = (Complex){warp->r, 0};
        c = (Complex){1, 0};
    }
    quadratic_roots(a, b, c, root, &far_infinite);
    RootPair pair;
    pair.near = distance_from_one(root[0]);
    pair.far = far_infinite ? (Complex){1, 0} : distance_from_one(root[1]); /* phi infinite is z = 0 */
    pair.together = a.im == 0 && b.im == 0 && c.im == 0 && root[0].im != 0;
    return pair;
}

static Digital from_conjugates(Complex d)
{
    return (Digital){2 * d.re, complex_size(d)};
}

static Digital from_two(Complex d, Complex e)
{
    return (Digital){d.re + e.re, d.re * e.re};
}

/* One analogue polynomial of second order as two digital ones; `scale` is |analogue|^2/|both|^2 at half the sample
 * rate, up to a factor that numerator and denominator share. */
static void map_polynomial(const EqWarp *warp, double square, Analogue s, Digital *principal, Digital *correction,
                           double *scale)
{
    double two = s.c2 * s.c2, one = s.c1 * s.c1 - 2 * s.c0 * s.c2, none = s.c0 * s.c0;
    double disc = one * one - 4 * two * none;
    if (two == 0 && one == 0) { /* a constant: both roots X infinite */
        RootPair pair = map_root(warp, square, (Complex){0, 0}, true);
        *principal = from_conjugates(pair.near);
        *correction = from_conjugates(pair.far);
    } else if (two != 0 && disc <= 0) { /* X and its conjugate, or a double X */
        Complex x = {-0.5 * one / two, 0.5 * sqrt(-disc) / two};
        RootPair pair = map_root(warp, square, x, false);
        *principal = from_conjugates(pair.near);
        *correction = from_conjugates(pair.far);
    } else {                                  /* two real X, neither positive; the second may be infinite */
        double t = -0.5 * (one + sqrt(disc)); /* one > 0 here: roots are <= 0 */
        RootPair first = map_root(warp, square, (Complex){none == 0 ? 0 : none / t, 0}, false);
        RootPair second = map_root(warp, square, (Complex){two == 0 ? 0 : t / two, 0}, two == 0);
        if (first.together || second.together) {
            *principal = first.together ? from_conjugates(first.near) : from_two(first.near, first.far);
            *correction = second.together ? from_conjugates(second.near) : from_two(second.near, second.far);
        } else {
            *principal = from_two(first.near, second.near);
            *correction = from_two(first.far, second.far);
        }
    }
    double x = (warp->a + warp->p) / (1 + warp->r + warp->q) / square, even = s.c0 - s.c2 * x;
    double m = 4 - 2 * principal->n1 + principal->n2, c = 4 - 2 * correction->n1 + correction->n2;
    *scale = (even * even + s.c1 * s.c1 * x) / (m * m * c * c);
}

/* c1 s + c0 as one digital polynomial of second order. */
static void map_linear(const EqWarp *warp, double square, double c1, double c0, Digital *principal, double *scale)
{
    RootPair pair = map_root(warp, square, (Complex){c1 == 0 ? 0 : -c0 * c0 / (c1 * c1), 0}, c1 == 0);
    *principal = pair.together ? from_conjugates(pair.near) : from_two(pair.near, pair.far);
    double x = (warp->a + warp->p) / (1 + warp->r + warp->q) / square, m = 4 - 2 * principal->n1 + principal->n2;
    *scale = (c0 * c0 + c1 * c1 * x) / (m * m);
}

static EqSection section_from(double b0, Digital num, Digital den)
{
    return (EqSection){b0, num.n1, num.n2, den.n1, den.n2};
}

static EqUnit map_section(const EqWarp *warp, double square, const AnalogueSection *section)
{
    const Analogue *num = &section->num, *den = &section->den;
    Digital main_num, main_den, fix_num = {0, 0}, fix_den = {0, 0};
    double num_scale, den_scale;
    EqUnit unit = eq_unit_identity();
    if (num->c2 == 0 && den->c2 == 0) {
        map_linear(warp, square, num->c1, num->c0, &main_num, &num_scale);
        map_linear(warp, square, den->c1, den->c0, &main_den, &den_scale);
    } else {
        map_polynomial(warp, square, *num, &main_num, &fix_num, &num_scale);
        map_polynomial(warp, square, *den, &main_den, &fix_den, &den_scale);
        unit.correction = section_from(1, fix_num, fix_den);
    }
    unit.main = section_from(section->gain * sqrt(num_scale / den_scale), main_num, main_den);
    return unit;
}

EqUnit eq_unit_identity(void)
{
    const EqSection pass = {1, 2, 1, 2, 1}; /* poles and zeros at z = 0 */
    return (EqUnit){pass, pass};
}

int eq_slope_order(double slope_db)
{
    static const int orders[] = {1, 2, 3, 4, 6, 8, 12, 16};
    int best = 1;
    for (unsigned i = 0; i < ARRAY_LEN(orders); i++)
        if (fabs(slope_db - 6.0 * orders[i]) < fabs(slope_db - 6.0 * best))
            best = orders[i];
    return best;
}

static bool is_cut(EqType type)
{
    return type == EQ_LOWCUT || type == EQ_HIGHCUT;
}

int eq_band_units(EqType type, double slope_db)
{
    if (is_cut(type))
        return (eq_slope_order(slope_db) + 1) / 2;
    return type == EQ_NONE ? 0 : 1;
}

/* Section `k` of a Butterworth cut of that order; the odd one, of first order, comes last. */
static AnalogueSection cut_section(EqType type, int order, int k)
{
    if (2 * k + 1 == order)
        return type == EQ_LOWCUT ? (AnalogueSection){{0, 1, 0}, {0, 1, 1}, 1}
                                 : (AnalogueSection){{0, 0, 1}, {0, 1, 1}, 1};
    double damping = 2.0 * maths_sin(MATHS_PI * (2 * k + 1) / (2.0 * order)); /* 1/Q */
    if (type == EQ_LOWCUT)
        return (AnalogueSection){{1, 0, 0}, {1, damping, 1}, 1};
    return (AnalogueSection){{0, 0, 1}, {1, damping, 1}, 1};
}

static double band_q(const EqBand *band)
{
    bool shelf = band->type == EQ_LOWSHELF || band->type == EQ_HIGHSHELF;
    return band->q > 0 ? band->q : shelf ? 0.70710678118654752 : 1.0;
}

/* Prototypes after Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients", for a boost; cuts are
 * inverted. */
static AnalogueSection band_section(const EqBand *band)
{
    double q = band_q(band), a = maths_lin_from_db(0.5 * fabs(band->gain_db)), root = sqrt(a);
    switch (band->type) {
    case EQ_BELL: return (AnalogueSection){{1, a / q, 1}, {1, 1 / (a * q), 1}, 1};
    case EQ_LOWSHELF: return (AnalogueSection){{1, root / q, a}, {a, root / q, 1}, a};
    case EQ_HIGHSHELF: return (AnalogueSection){{a, root / q, 1}, {1, root / q, a}, a};
    case EQ_NOTCH: return (AnalogueSection){{1, 0, 1}, {1, 1 / q, 1}, 1};
    case EQ_BANDPASS: return (AnalogueSection){{0, 1 / q, 0}, {1, 1 / q, 1}, 1};
    case EQ_TILT: /* -gain/2 at the bottom, +gain/2 at the top, 0 dB at the frequency */
        return (AnalogueSection){{0, root, 1}, {0, 1, root}, 1};
    default: return (AnalogueSection){{0, 0, 1}, {0, 0, 1}, 1};
    }
}

bool eq_type_has_gain(EqType type)
{
    return type == EQ_BELL || type == EQ_LOWSHELF || type == EQ_HIGHSHELF || type == EQ_TILT;
}

static void invert_section(EqSection *section)
{
    *section = (EqSection){1 / section->b0, section->d1, section->d2, section->n1, section->n2};
}

/* All pass by the bilinear transform, exact at its frequency: its magnitude needs no matching. */
static EqUnit design_allpass(const EqBand *band, double rate_hz)
{
    EqUnit unit = eq_unit_identity();
    double g = maths_tan(MATHS_PI * clamp(band->freq_hz / rate_hz, 1e-5, 0.49)), k = 1 / band_q(band);
    double e = 1 / (1 + g * k + g * g), d2 = 4 * g * g * e, d1 = d2 + 2 * g * k * e; /* d1 - d2 = 1 - a2 */
    double a2 = 1 - d1 + d2, a1 = d1 - 2;
    unit.main = (EqSection){a2, 2 + a1 / a2, 1 + a1 / a2 + 1 / a2, d1, d2}; /* numerator: a2 z^2 + a1 z + 1 */
    if (a2 == 0)
        unit.main = eq_unit_identity().main;
    return unit;
}

/* |1 + b1/z + b2/z^2|^2 = (1 + b1 + b2)^2 (1 - phi) + (1 - b1 + b2)^2 phi - 16 b2 phi (1 - phi) */
static double digital_square(double n1, double n2, double phi)
{
    double half = 4 - 2 * n1 + n2;
    return n2 * n2 * (1 - phi) + half * half * phi - 16 * (1 - n1 + n2) * phi * (1 - phi);
}

static double section_square(const EqSection *section, double phi)
{
    return section->b0 * section->b0 * digital_square(section->n1, section->n2, phi) /
           digital_square(section->d1, section->d2, phi);
}

/* What a correcting section adds may be less than anybody asks for: then its gain at the band's frequency goes into the
 * main section, which stays exact there. */
static void drop_needless_correction(EqUnit *unit, double sine)
{
    const EqSection *fix = &unit->correction; /* its b0 is 1 */
    double num_here = digital_square(fix->n1, fix->n2, sine * sine),
           den_here = digital_square(fix->d1, fix->d2, sine * sine);
    for (int i = CORRECTION_POINTS; i >= 0; i--) { /* the greatest is most often at the top */
        double phi = (double)i / CORRECTION_POINTS;
        double there = digital_square(fix->n1, fix->n2, phi) * den_here,
               here = digital_square(fix->d1, fix->d2, phi) * num_here;
        if (!(there < here * NEEDLESS && here < there * NEEDLESS))
            return;
    }
    unit->main.b0 *= sqrt(num_here / den_here);
    unit->correction = eq_unit_identity().main;
}

EqWarp eq_band_warp(const EqBand *band, double rate_hz)
{
    return band->type == EQ_NONE || band->type == EQ_ALLPASS ? (EqWarp){1, 0, 0, 0} : warp_for(band, rate_hz);
}

bool eq_warp_needs_gain(EqType type)
{
    return type == EQ_LOWSHELF || type == EQ_HIGHSHELF;
}

void eq_band_design(const EqBand *band, double rate_hz, EqUnit *units)
{
    EqWarp warp = eq_band_warp(band, rate_hz);
    eq_band_design_warped(band, rate_hz, &warp, units);
}

void eq_band_design_warped(const EqBand *band, double rate_hz, const EqWarp *warp, EqUnit *units)
{
    if (band->type == EQ_ALLPASS) {
        units[0] = design_allpass(band, rate_hz);
        return;
    }
    int order = eq_slope_order(band->slope_db), count = eq_band_units(band->type, band->slope_db);
    double angle = MATHS_PI * band->freq_hz / rate_hz;
    for (int k = 0; k < count; k++) {
        AnalogueSection section = is_cut(band->type) ? cut_section(band->type, order, k) : band_section(band);
        units[k] = map_section(warp, angle * angle, &section);
        drop_needless_correction(&units[k], maths_sin(angle < 0.5 * MATHS_PI ? angle : 0.5 * MATHS_PI));
        if (eq_type_has_gain(band->type) && band->gain_db < 0) {
            invert_section(&units[k].main);
            invert_section(&units[k].correction);
        }
    }
}

EqPrototype eq_band_prototype(const EqBand *band)
{
    EqPrototype p = {.scale = 1 / (band->freq_hz * band->freq_hz), .gain = 1, .num = {1, 0, 0}, .den = {1, 0, 0}};
    if (is_cut(band->type)) {
        p.order = eq_slope_order(band->slope_db);
        p.low_cut = band->type == EQ_LOWCUT;
    } else if (band->type != EQ_NONE && band->type != EQ_ALLPASS) {
        AnalogueSection section = band_section(band);
        bool cut = eq_type_has_gain(band->type) && band->gain_db < 0;
        const Analogue num = cut ? section.den : section.num, den = cut ? section.num : section.den;
        p.gain = cut ? 1 / (section.gain * section.gain) : section.gain * section.gain;
        memcpy(p.num, (double[]){num.c0, num.c1 * num.c1, num.c2}, sizeof p.num);
        memcpy(p.den, (double[]){den.c0, den.c1 * den.c1, den.c2}, sizeof p.den);
    }
    return p;
}

double eq_prototype_square(const EqPrototype *p, double hz)
{
    double x = hz * hz * p->scale, power = 1;
    if (p->order == 0) {
        double num = p->num[0] - p->num[2] * x, den = p->den[0] - p->den[2] * x;
        return p->gain * (num * num + p->num[1] * x) / (den * den + p->den[1] * x);
    }
    for (int i = 0; i < p->order; i++) /* Butterworth */
        power *= x;
    return p->low_cut ? power / (1 + power) : 1 / (1 + power);
}

double eq_section_response(const EqSection *section, double hz, double rate_hz)
{
    double sine = maths_sin(MATHS_PI * hz / rate_hz);
    return section_square(section, sine * sine);
}
