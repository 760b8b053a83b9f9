// SPDX-License-Identifier: Apache-2.0
#include "report.h"

void chain_report_free(chain_report *report)
{
    if (!report)
        return;
    arena_free(&report->arena);
    mem_free(report->results);
    mem_free(report);
}

const chain_outcome *chain_report_outcome(const chain_report *report)
{
    return &report->outcome;
}

int chain_report_complete(const chain_report *report)
{
    return report->complete;
}

size_t chain_report_count(const chain_report *report)
{
    return report->result_count;
}

const chain_ready_result *chain_report_get(const chain_report *report, size_t index)
{
    return index < report->result_count ? &report->results[index].shown : NULL;
}
