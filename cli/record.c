// SPDX-License-Identifier: Apache-2.0
/* chainready record: captures in any form, turned into recorded chains, a line of JSON each. */
#include "captures.h"
#include "cli.h"
#include "progress.h"

#include <stdio.h>
#include <string.h>

struct recording {
    struct progress progress;
    struct captures captures;
    bool failed; /* to write */
};

static void complain_of(struct recording *recording, const struct captured *captured,
                        const chain_error *error)
{
    recording->progress.bad++;
    progress_complain(&recording->progress, captured->file, captured->number, error);
}

static bool write_chain(struct recording *recording, const struct captured *captured,
                        const chain_list *chain, const char *host, chain_time at)
{
    char source[4200];
    if (captured->number)
        snprintf(source, sizeof(source), "%s:%llu", captured->file,
                 (unsigned long long)captured->number);
    else
        snprintf(source, sizeof(source), "%s", captured->file);
    char *line = chain_record_line(chain, host, at, source);
    recording->failed |= !line || fputs(line, stdout) == EOF;
    chain_free(line);
    return !recording->failed;
}

static bool take(void *context, const struct captured *captured)
{
    struct recording *recording = context;
    chain_error error = {.offset = CHAIN_NO_OFFSET};
    bool more = true;
    recording->progress.count++;
    progress_show(&recording->progress, recording->captures.done, recording->captures.all);
    if (captured->chain)
        return write_chain(recording, captured, captured->chain, captured->host, captured->at);
    if (!captured->line) {
        complain_of(recording, captured, captured->error);
        return true;
    }
    chain_record *record;
    if (chain_record_read(&record, &error, captured->line, captured->line_size) != CHAIN_OK) {
        complain_of(recording, captured, &error);
        return true;
    }
    more = write_chain(recording, captured, chain_record_chain(record), chain_record_host(record),
                       chain_record_at(record));
    chain_record_free(record);
    return more;
}

static int run(const struct options *options)
{
    struct recording recording = {
        .captures = {.take = take, .keys = options->tls_keys, .stop = progress_stop()},
    };
    int code = 0;
    recording.captures.context = &recording;
    if (!options->rest_count)
        return complain_usage("record: no FILE given (- for standard input)");
    progress_start(&recording.progress, options);
    for (size_t i = 0; i < options->rest_count && !*progress_stop() && !recording.failed; i++) {
        int failed = captures_read(&recording.captures, options->rest[i]);
        code = code ? code : failed;
    }
    progress_end(&recording.progress);
    if (recording.failed)
        return EXIT_SOFTWARE;
    if (!code && recording.progress.count == recording.progress.bad)
        code = EXIT_DATA;
    return code ? code : *progress_stop() || recording.progress.bad ? EXIT_UNKNOWN : 0;
}

static const char *const OPTIONS[] = {"tls-keys", "quiet", NULL};

const struct command RECORD = {
    .name = "record",
    .summary = "turn captures into recorded chains, a line of JSON each",
    .usage = "usage: chainready record [--tls-keys FILE] [--quiet] FILE...\n"
             "\n"
             "Reads captured chains and prints each as one line (docs/schema/record.json),\n"
             "which 'chainready check --ndjson' judges. FILE is a folder of PEM and DER files,\n"
             "the output of openssl s_client, lines of zgrab2 or of ours, or a capture of\n"
             "packets (pcap, pcapng; read by tshark, which must be installed). Packed by gzip\n"
             "or zstd is fine. What cannot be read is counted and named, and costs no more.\n"
             "\n"
             "  --tls-keys FILE   a TLS key log (SSLKEYLOGFILE), for certificates of TLS 1.3\n"
             "  --quiet           no progress, and only the number of what could not be read\n"
             "\n"
             "Exit: 0, 3 something could not be read or it was interrupted, 65 nothing could.\n",
    .options = OPTIONS,
    .run = run,
};
