/* SPDX-License-Identifier: GPL-3.0-or-later */
typedef int measure_is_empty;
