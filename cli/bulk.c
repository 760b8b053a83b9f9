// SPDX-License-Identifier: Apache-2.0
/*
 * Chains are collected into batches; threads judge batches, each with a judge of its own; the main
 * thread reads, and writes the batches in the order in which they were read. There are a few
 * batches only, and they are used again, so that memory is bounded whatever the length of the
 * input.
 */
#include "bulk.h"

#include "judge.h"
#include "progress.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 256, MOST_BYTES = 4 * 1024 * 1024, MOST_THREADS = 64 };

enum state { FREE, WAITING, TAKEN, DONE };

struct item {
    struct captured captured; /* with copies of what it borrowed */
    chain_error error;
    bool bad;
};

struct batch {
    enum state state;
    struct item items[BATCH];
    size_t count, bytes;
    char *out;
    size_t size;
    bool failed; /* out of memory */
};

struct bulk {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct batch *batches; /* a ring: read into `head`, judged, written from `tail` */
    size_t batch_count, head, tail, next;
    bool ended;
    struct judge *judges[MOST_THREADS];
    pthread_t threads[MOST_THREADS];
    size_t thread_count;
    struct progress progress;
    struct captures captures;
    FILE *to;
    uint64_t skip; /* records that an earlier run has judged */
    bool failed;
};

/* ---- judging, on a thread --------------------------------------------------------------------- */

static void judge_batch(struct judge *judge, struct batch *batch)
{
    FILE *out = open_memstream(&batch->out, &batch->size);
    batch->failed = !out;
    for (size_t i = 0; i < batch->count && !batch->failed; i++) {
        struct item *item = &batch->items[i];
        enum judged judged = judge_write(judge, out, &item->captured, &item->error);
        item->bad = judged == JUDGED_BAD;
        batch->failed |= judged == JUDGED_NO_MEMORY;
    }
    if (out && fclose(out) != 0)
        batch->failed = true;
}

struct worker {
    struct bulk *bulk;
    struct judge *judge;
};

static void *work(void *context)
{
    struct worker worker = *(struct worker *)context;
    struct bulk *bulk = worker.bulk;
    free(context);
    pthread_mutex_lock(&bulk->lock);
    for (;;) {
        struct batch *batch = &bulk->batches[bulk->next];
        if (batch->state == WAITING) {
            batch->state = TAKEN;
            bulk->next = (bulk->next + 1) % bulk->batch_count;
            pthread_mutex_unlock(&bulk->lock);
            judge_batch(worker.judge, batch);
            pthread_mutex_lock(&bulk->lock);
            batch->state = DONE;
            pthread_cond_broadcast(&bulk->changed);
        } else if (bulk->ended) {
            break;
        } else {
            pthread_cond_wait(&bulk->changed, &bulk->lock);
        }
    }
    pthread_mutex_unlock(&bulk->lock);
    return NULL;
}

static bool start_threads(struct bulk *bulk, const chain_ready_options *ready, size_t wanted)
{
    for (size_t i = 0; i < wanted; i++) {
        struct worker *worker = malloc(sizeof(*worker));
        struct judge *judge = judge_new(ready);
        if (!worker || !judge) {
            free(worker);
            judge_free(judge);
            return false;
        }
        *worker = (struct worker){bulk, judge};
        bulk->judges[bulk->thread_count] = judge;
        if (pthread_create(&bulk->threads[bulk->thread_count], NULL, work, worker) != 0) {
            free(worker);
            judge_free(judge);
            return bulk->thread_count > 0;
        }
        bulk->thread_count++;
    }
    return true;
}

static void end_threads(struct bulk *bulk)
{
    pthread_mutex_lock(&bulk->lock);
    bulk->ended = true;
    pthread_cond_broadcast(&bulk->changed);
    pthread_mutex_unlock(&bulk->lock);
    for (size_t i = 0; i < bulk->thread_count; i++)
        pthread_join(bulk->threads[i], NULL);
}

/* ---- reading and writing, on the main thread -------------------------------------------------- */

static void clear(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct captured *captured = &batch->items[i].captured;
        free((void *)(uintptr_t)captured->line);
        free((void *)(uintptr_t)captured->host);
        free((void *)(uintptr_t)captured->file);
        chain_list_unref(captured->chain);
    }
    free(batch->out);
    batch->out = NULL;
    batch->count = batch->bytes = 0;
    batch->state = FREE;
}

/* Waits for the oldest batch, writes it and makes its place free. */
static void write_oldest(struct bulk *bulk)
{
    struct batch *batch = &bulk->batches[bulk->tail];
    pthread_mutex_lock(&bulk->lock);
    while (batch->state == WAITING || batch->state == TAKEN)
        pthread_cond_wait(&bulk->changed, &bulk->lock);
    pthread_mutex_unlock(&bulk->lock);
    bulk->failed |= batch->failed || fwrite(batch->out, 1, batch->size, bulk->to) != batch->size;
    for (size_t i = 0; i < batch->count; i++) {
        bulk->progress.count++;
        progress_show(&bulk->progress, bulk->captures.done, bulk->captures.all);
        if (batch->items[i].bad) {
            bulk->progress.bad++;
            progress_complain(&bulk->progress, batch->items[i].captured.file,
                              batch->items[i].captured.number, &batch->items[i].error);
        }
    }
    clear(batch);
    bulk->tail = (bulk->tail + 1) % bulk->batch_count;
}

static void submit(struct bulk *bulk)
{
    struct batch *batch = &bulk->batches[bulk->head];
    if (!batch->count)
        return;
    pthread_mutex_lock(&bulk->lock);
    batch->state = WAITING;
    pthread_cond_broadcast(&bulk->changed);
    pthread_mutex_unlock(&bulk->lock);
    bulk->head = (bulk->head + 1) % bulk->batch_count;
    if (bulk->head == bulk->tail)
        write_oldest(bulk);
}

static char *copy(const char *data, size_t size)
{
    char *to = malloc(size + 1);
    if (!to)
        return NULL;
    memcpy(to, data, size);
    to[size] = 0;
    return to;
}

static bool take(void *context, const struct captured *captured)
{
    struct bulk *bulk = context;
    if (bulk->skip) {
        bulk->skip--;
        return true;
    }
    struct batch *batch = &bulk->batches[bulk->head];
    struct item *item = &batch->items[batch->count];
    *item = (struct item){.captured = *captured};
    item->captured.line = captured->line ? copy(captured->line, captured->line_size) : NULL;
    item->captured.host = copy(captured->host, strlen(captured->host));
    item->captured.file = copy(captured->file, strlen(captured->file));
    item->captured.chain = captured->chain ? chain_list_ref(captured->chain) : NULL;
    if (captured->error) {
        item->error = *captured->error;
        item->captured.error = &item->error;
    }
    batch->count++;
    batch->bytes += captured->line_size;
    bulk->failed |=
        (captured->line && !item->captured.line) || !item->captured.host || !item->captured.file;
    if (!bulk->failed && (batch->count == BATCH || batch->bytes > MOST_BYTES))
        submit(bulk);
    return !bulk->failed;
}

/* ---- the output ------------------------------------------------------------------------------- */

/* Lines that an earlier run has finished; what stands behind the last of them is cut off. */
static int resume(struct bulk *bulk, const char *path)
{
    char buffer[65536];
    int64_t whole = 0, at = 0;
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    ssize_t got = 0;
    while (descriptor >= 0 && (got = read(descriptor, buffer, sizeof(buffer))) > 0) {
        for (ssize_t i = 0; i < got; i++) {
            if (buffer[i] != '\n')
                continue;
            bulk->skip++;
            whole = at + i + 1;
        }
        at += got;
    }
    if (descriptor < 0 || got < 0 || ftruncate(descriptor, whole) != 0 ||
        lseek(descriptor, whole, SEEK_SET) < 0 || !(bulk->to = fdopen(descriptor, "w"))) {
        perror(path);
        return EXIT_NO_INPUT;
    }
    return 0;
}

static int open_output(struct bulk *bulk, const struct options *options)
{
    bulk->to = stdout;
    if (options->resume && !options->output)
        return complain_usage("--resume goes with --output FILE");
    if (!options->output)
        return 0;
    if (options->resume)
        return resume(bulk, options->output);
    bulk->to = fopen(options->output, "we");
    if (bulk->to)
        return 0;
    perror(options->output);
    return EXIT_NO_INPUT;
}

/* ---- the end ---------------------------------------------------------------------------------- */

/* A table of one run: what an earlier one has judged would be missing from it. */
static int check_summary(const struct options *options)
{
    if (options->summary && options->resume)
        return complain_usage("--summary counts all chains: it does not go with --resume");
    if (options->summary && strcmp(options->summary, "-") == 0 && !options->output)
        return complain_usage("--summary - and the lines would mix: write the lines to --output FILE");
    return 0;
}

/* The tallies of all threads, of one store. */
static struct tally join(struct bulk *bulk, size_t store)
{
    struct tally all = {0};
    for (size_t i = 0; i < bulk->thread_count; i++)
        bulk->failed |= !tally_join(&all, judge_tally(bulk->judges[i], store));
    return all;
}

static int write_summary(struct bulk *bulk, const chain_bulk *names, const char *path)
{
    char *table = NULL;
    size_t size;
    FILE *to = open_memstream(&table, &size);
    if (!to)
        return EXIT_SOFTWARE;
    tally_csv_head(to);
    for (size_t store = 0; store < chain_bulk_store_count(names); store++) {
        struct tally all = join(bulk, store);
        tally_csv(to, &all, chain_bulk_store_id(names, store));
        tally_free(&all);
    }
    int code = fclose(to) == 0 && !bulk->failed ? replace_file(path, table) : EXIT_SOFTWARE;
    free(table);
    return code;
}

/* The worst word of all chains and stores, as an exit code. */
static int sum_up(struct bulk *bulk, const chain_ready_options *ready,
                  const struct options *options)
{
    static const int CODES[] = {EXIT_READY, EXIT_READY, EXIT_LATER, EXIT_UNKNOWN, EXIT_BROKEN};
    uint64_t distinct = 0;
    int worst = 0;
    chain_bulk *names;
    if (chain_bulk_new(&names, ready) != CHAIN_OK)
        return EXIT_SOFTWARE;
    for (size_t i = 0; i < bulk->thread_count; i++)
        distinct += judge_distinct(bulk->judges[i]);
    if (!options->quiet)
        fprintf(stderr, "%llu chains, %llu judged anew\n", (unsigned long long)bulk->progress.count,
                (unsigned long long)distinct);
    for (size_t store = 0; store < chain_bulk_store_count(names); store++) {
        struct tally all = join(bulk, store);
        for (int word = 0; word <= CHAIN_BROKEN; word++)
            worst = all.counts[word] && word > worst ? word : worst;
        if (!options->quiet)
            tally_print(stderr, &all, chain_bulk_store_id(names, store));
        tally_free(&all);
    }
    int unwritten = options->summary ? write_summary(bulk, names, options->summary) : 0;
    chain_bulk_free(names);
    if (unwritten)
        return unwritten;
    int code = CODES[worst];
    return (bulk->progress.bad || *progress_stop()) && code < EXIT_BROKEN ? EXIT_UNKNOWN : code;
}

static int read_all(struct bulk *bulk, const struct options *options)
{
    int code = 0;
    for (size_t i = 0; i < options->chain_count && !*progress_stop() && !bulk->failed; i++) {
        int failed = captures_read(&bulk->captures, options->chains[i].file);
        code = code ? code : failed;
    }
    submit(bulk);
    while (bulk->tail != bulk->head)
        write_oldest(bulk);
    return code;
}

static size_t thread_count(const struct options *options)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned long wanted = options->jobs ? strtoul(options->jobs, NULL, 10) : (unsigned long)online;
    return wanted < 1 ? 1 : wanted > MOST_THREADS ? MOST_THREADS : wanted;
}

int bulk_check(const chain_ready_options *ready, const struct options *options)
{
    struct bulk *bulk = calloc(1, sizeof(*bulk));
    if (!bulk)
        return EXIT_SOFTWARE;
    size_t threads = thread_count(options);
    *bulk = (struct bulk){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .changed = PTHREAD_COND_INITIALIZER,
        .batch_count = threads * 2 + 2,
        .captures = {.take = take,
                     .context = bulk,
                     .keys = options->tls_keys,
                     .stop = progress_stop()},
    };
    bulk->batches = calloc(bulk->batch_count, sizeof(*bulk->batches));
    progress_start(&bulk->progress, options);
    int code = check_summary(options);
    if (!code)
        code = open_output(bulk, options);
    if (!code && (!bulk->batches || !start_threads(bulk, ready, threads)))
        code = EXIT_SOFTWARE;
    if (!code) {
        int failed = read_all(bulk, options);
        end_threads(bulk);
        progress_end(&bulk->progress);
        int worst = sum_up(bulk, ready, options);
        code = failed ? failed : worst;
    } else {
        end_threads(bulk);
    }
    if (bulk->to && bulk->to != stdout && fclose(bulk->to) != 0)
        bulk->failed = true;
    code = bulk->failed ? EXIT_SOFTWARE : code;
    for (size_t i = 0; bulk->batches && i < bulk->batch_count; i++)
        clear(&bulk->batches[i]);
    for (size_t i = 0; i < bulk->thread_count; i++)
        judge_free(bulk->judges[i]);
    free(bulk->batches);
    free(bulk);
    return code;
}
