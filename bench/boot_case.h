// SPDX-License-Identifier: Apache-2.0
/* The benchmark "boot": what an app does at its start, as a whole process. */
#ifndef BENCH_BOOT_CASE_H
#define BENCH_BOOT_CASE_H

#include "world.h"

struct boot {
    const char *program; /* path of boot-PEER */
    const char *folder;  /* written by world_write, of the five chains that are judged */
    unsigned sum;        /* of its verdicts, to be compared */
};
/* A bench_work: runs the program once and waits for it. */
void boot_run(void *boot);

#endif
