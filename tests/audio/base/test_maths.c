/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our elementary functions against long double libm, in units of the last place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <cmocka.h>

#include "audio/base/maths.h"

static uint64_t random_state = 88172645463325252u;

static double random_unit(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (double)(random_state >> 11) / 9007199254740992.0;
}

static double error_in_ulp(double got, long double want)
{
    double nearest = fabs((double)want);
    return fabs((double)(got - want)) / (nextafter(nearest, INFINITY) - nearest);
}

static void test_exp_and_log_are_within_2_ulp(void **state)
{
    (void)state;
    for (int i = 0; i < 200000; i++) {
        double x = (random_unit() - 0.5) * (i % 2 ? 1400.0 : 2.0);
        assert_true(error_in_ulp(maths_exp(x), expl(x)) < 2);
        double y = exp(x);
        assert_true(error_in_ulp(maths_log(y), logl(y)) < 2);
    }
}

static void test_sin_and_cos_are_within_an_ulp_of_one(void **state)
{
    (void)state;
    for (int i = 0; i < 200000; i++) {
        double x = (random_unit() - 0.5) * (i % 2 ? 20.0 : 1e5);
        assert_true(fabs((double)(maths_sin(x) - sinl(x))) < 2.3e-16);
        assert_true(fabs((double)(maths_cos(x) - cosl(x))) < 2.3e-16);
    }
}

static void test_edges_are_exact(void **state)
{
    (void)state;
    assert_true(maths_exp(-INFINITY) == 0 && isinf(maths_exp(INFINITY)) && isnan(maths_exp(NAN)));
    assert_true(isinf(maths_log(0)) && isnan(maths_log(-1)) && maths_log(1) == 0);
    assert_true(maths_lin_from_db(0) == 1 && maths_lin_from_db(-INFINITY) == 0);
    assert_true(isinf(maths_db_from_lin(0)) && maths_db_from_lin(1) == 0);
    assert_true(fabs(maths_lin_from_db(20) - 10) < 1e-14);
    assert_true(error_in_ulp(maths_exp(-740), expl(-740)) < 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exp_and_log_are_within_2_ulp),
        cmocka_unit_test(test_sin_and_cos_are_within_an_ulp_of_one),
        cmocka_unit_test(test_edges_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
