// SPDX-License-Identifier: Apache-2.0
#include "judge.h"

#include <stdlib.h>
#include <string.h>

/* Answers that are remembered, so that a chain which is met again costs its reading only. */
enum { REMEMBERED = 1 << 14, MOST_KEY_CERTS = 16, MOST_HOST = 256, HASH = 32 };

struct remembered {
    size_t size; /* of the key; 0: an empty place */
    uint8_t *key;
    chain_bulk_answer *answers;
};

struct judge {
    chain_bulk *bulk;
    size_t stores;
    chain_bulk_answer *answers;
    struct tally *tallies;
    struct remembered *remembered;
    uint64_t distinct;
};

struct judge *judge_new(const chain_ready_options *options)
{
    struct judge *judge = calloc(1, sizeof(*judge));
    if (!judge)
        return NULL;
    if (chain_bulk_new(&judge->bulk, options) != CHAIN_OK) {
        free(judge);
        return NULL;
    }
    judge->stores = chain_bulk_store_count(judge->bulk);
    judge->answers = calloc(judge->stores, sizeof(*judge->answers));
    judge->tallies = calloc(judge->stores, sizeof(*judge->tallies));
    judge->remembered = calloc(REMEMBERED, sizeof(*judge->remembered));
    if (!judge->answers || !judge->tallies || !judge->remembered) {
        judge_free(judge);
        return NULL;
    }
    return judge;
}

void judge_free(struct judge *judge)
{
    if (!judge)
        return;
    for (size_t i = 0; judge->tallies && i < judge->stores; i++)
        tally_free(&judge->tallies[i]);
    for (size_t i = 0; judge->remembered && i < REMEMBERED; i++) {
        free(judge->remembered[i].key);
        free(judge->remembered[i].answers);
    }
    chain_bulk_free(judge->bulk);
    free(judge->answers);
    free(judge->tallies);
    free(judge->remembered);
    free(judge);
}

const struct tally *judge_tally(const struct judge *judge, size_t store)
{
    return &judge->tallies[store];
}

uint64_t judge_distinct(const struct judge *judge)
{
    return judge->distinct;
}

/* ---- what is remembered ----------------------------------------------------------------------- */

/* The fingerprints and the host; 0 for a chain that is too long to be remembered. */
static size_t make_key(uint8_t key[MOST_KEY_CERTS * HASH + MOST_HOST], const chain_list *chain,
                       const char *host)
{
    size_t count = chain_list_count(chain), length = strlen(host);
    if (count > MOST_KEY_CERTS || length > MOST_HOST)
        return 0;
    for (size_t i = 0; i < count; i++)
        chain_cert_sha256(chain_list_get(chain, i), key + i * HASH);
    memcpy(key + count * HASH, host, length);
    return count * HASH + length;
}

/* A fingerprint is as good as random; the host is not, so that it is mixed in. */
static struct remembered *place_of(struct judge *judge, const uint8_t *key, size_t size)
{
    uint64_t hash = size;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ key[i]) * 0x100000001b3U;
    return &judge->remembered[(hash ^ hash >> 32) % REMEMBERED];
}

static void remember(struct judge *judge, struct remembered *place, const uint8_t *key, size_t size)
{
    uint8_t *copy = malloc(size);
    chain_bulk_answer *answers =
        place->answers ? place->answers : calloc(judge->stores, sizeof(*answers));
    place->answers = answers;
    if (!copy || !answers) {
        free(copy); /* then it is not remembered */
        return;
    }
    free(place->key);
    memcpy(copy, key, size);
    memcpy(answers, judge->answers, judge->stores * sizeof(*answers));
    place->key = copy;
    place->size = size;
}

static chain_status answer(struct judge *judge, const chain_list *chain, const char *host)
{
    uint8_t key[MOST_KEY_CERTS * HASH + MOST_HOST];
    size_t size = make_key(key, chain, host);
    struct remembered *place = place_of(judge, key, size);
    if (size && place->size == size && memcmp(place->key, key, size) == 0) {
        memcpy(judge->answers, place->answers, judge->stores * sizeof(*judge->answers));
        return CHAIN_OK;
    }
    judge->distinct++;
    chain_status status = chain_bulk_judge(judge->bulk, judge->answers, chain, host);
    if (status == CHAIN_OK && size)
        remember(judge, place, key, size);
    return status;
}

/* ---- the line --------------------------------------------------------------------------------- */

/* RFC 8259 7; what is not plain ASCII in a path is written as it is, but for controls. */
static void write_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void write_instant(FILE *out, const char *name, chain_time at)
{
    if (at == CHAIN_TIME_MIN || at == CHAIN_TIME_MAX)
        return;
    char *text = chain_time_to_text(at);
    if (text)
        fprintf(out, ", \"%s\": \"%s\"", name, text);
    chain_free(text);
}

static void write_place(FILE *out, const struct captured *captured)
{
    fputs("{\"schema\": \"libchain.bulk/1\", \"file\": ", out);
    write_string(out, captured->file);
    if (captured->number)
        fprintf(out, ", \"number\": %llu", (unsigned long long)captured->number);
}

static void write_answer(FILE *out, const char *store, const chain_bulk_answer *answer)
{
    const chain_outcome *outcome = &answer->outcome;
    fputs("{\"store\": ", out);
    write_string(out, store);
    fprintf(out, ", \"verdict\": \"%s\"", chain_readiness_name(outcome->readiness));
    write_instant(out, "breaks_at", outcome->breaks_at);
    write_instant(out, "broken_since", outcome->broken_since);
    write_instant(out, "unknown_from", outcome->unknown_from);
    write_instant(out, "breaks_by", outcome->breaks_by);
    if (answer->timeline[0]) {
        fputs(", \"timeline\": ", out);
        write_string(out, answer->timeline);
    }
    if (answer->finding != CHAIN_FINDING_NONE)
        fprintf(out, ", \"finding\": \"%s\"", chain_finding_name(answer->finding));
    fprintf(out, ", \"complete\": %s}", answer->complete ? "true" : "false");
}

static enum judged write_bad(FILE *out, const struct captured *captured, const chain_error *error)
{
    write_place(out, captured);
    fprintf(out,
            ", \"error\": {\"status\": \"%s\", \"message\": ", chain_status_name(error->status));
    write_string(out, error->message);
    fputs("}}\n", out);
    return JUDGED_BAD;
}

static enum judged write_chain(struct judge *judge, FILE *out, const struct captured *captured,
                               const chain_list *chain, const char *host)
{
    uint8_t hash[HASH];
    if (answer(judge, chain, host) != CHAIN_OK)
        return JUDGED_NO_MEMORY;
    write_place(out, captured);
    if (host[0]) {
        fputs(", \"host\": ", out);
        write_string(out, host);
    }
    fputs(", \"leaf\": \"", out);
    chain_cert_sha256(chain_list_get(chain, chain_list_leaf(chain)), hash);
    for (size_t i = 0; i < HASH; i++)
        fprintf(out, "%02x", hash[i]);
    fputs("\", \"results\": [", out);
    for (size_t i = 0; i < judge->stores; i++) {
        if (i)
            fputs(", ", out);
        write_answer(out, chain_bulk_store_id(judge->bulk, i), &judge->answers[i]);
        if (!tally_add(&judge->tallies[i], &judge->answers[i].outcome))
            return JUDGED_NO_MEMORY;
    }
    fputs("]}\n", out);
    return JUDGED;
}

enum judged judge_write(struct judge *judge, FILE *out, const struct captured *captured,
                        chain_error *error)
{
    chain_record *record;
    *error = (chain_error){.offset = CHAIN_NO_OFFSET};
    if (captured->chain && chain_list_check_leaf(captured->chain, error) != CHAIN_OK)
        return write_bad(out, captured, error);
    if (captured->chain)
        return write_chain(judge, out, captured, captured->chain, captured->host);
    if (captured->error) {
        *error = *captured->error;
        return write_bad(out, captured, error);
    }
    chain_status status = chain_record_read(&record, error, captured->line, captured->line_size);
    if (status == CHAIN_E_MEMORY)
        return JUDGED_NO_MEMORY;
    if (status != CHAIN_OK)
        return write_bad(out, captured, error);
    enum judged judged =
        write_chain(judge, out, captured, chain_record_chain(record), chain_record_host(record));
    chain_record_free(record);
    return judged;
}
