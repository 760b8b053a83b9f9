/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libchain as the languages see it: the flat surface that ../chainready.i wraps, and on which the
 * hand-written layer of each language stands.
 *
 * Objects.   Each is an opaque struct with new_X or functions that make one, and a delete_X that
 * takes NULL. Whoever gets one owns it. No object needs another one to live on: they may be given
 *            back in any order, from any thread.
 * Errors.    A function that can fail takes a chain_error as its last argument, whose status must
 * be CHAIN_OK before; after a failure it says what was wrong, and the result is NULL or 0. The
 *            languages make it an exception in one place. It is never for a verdict.
 * Text.      UTF-8 without NUL. NULL stands for "none" where the comment allows it, and is
 *            CHAIN_E_ARGUMENT elsewhere. A char * result belongs to the caller (chain_free); a
 * const char * one is borrowed, and NULL beyond the end of what is counted. Times.     Seconds
 * since 1970-01-01T00:00:00Z; CHAIN_TIME_MIN and CHAIN_TIME_MAX are the ends of time. Nothing here
 * reads a clock: the layers do, and pass the instant in. Threads.   Stores, chains and timelines
 * may be shared. All else belongs to one thread at a time; a report is not changed by asking it.
 */
#ifndef BINDINGS_BRIDGE_H
#define BINDINGS_BRIDGE_H

#include <chain.h>

/* ---- Words ------------------------------------------------------------------------------------ */

const char *bridge_version(void);
const char *bridge_timeline_name(size_t index); /* ids of the built-in timelines; NULL beyond */
/* Of these, the ones that bridge_question_add_current_timelines looks at; NULL beyond. */
const char *bridge_default_timeline_name(size_t index);
const char *bridge_profile_name(size_t index); /* NULL beyond */
const char *bridge_format_name(size_t index);  /* of bridge_report_format; NULL beyond */
const char *bridge_finding_name(size_t index); /* from 0; NULL beyond */
/* What `chainready explain` prints of a finding. */
char *bridge_explain(const char *finding, chain_error *error);
int64_t bridge_parse_time(const char *text, chain_error *error);
char *bridge_format_time(int64_t at, chain_error *error);

/* ---- Problems: what was skipped, or why a store could not be read --------------------------------- */

typedef struct chain_error bridge_problem;
void delete_bridge_problem(bridge_problem *problem);
const char *bridge_problem_status(const bridge_problem *problem); /* "malformed" */
int64_t bridge_problem_entry(const bridge_problem *problem);  /* from 1; 0: the input as a whole */
int64_t bridge_problem_offset(const bridge_problem *problem); /* octets; -1: none */
const char *bridge_problem_path(const bridge_problem *problem); /* "": from memory */
const char *bridge_problem_message(const bridge_problem *problem);

/* ---- Places: what a store is called, who reads it, how it is changed ------------------------------ */

typedef struct chain_place bridge_place;
/* What is known of a store by its path alone, the rest to be set. */
bridge_place *new_bridge_place(const char *path, chain_error *error);
void delete_bridge_place(bridge_place *place);
/*
 * The fields are those of chain_place: "id", "path", "stack", "manager", "config", "runtime",
 * "concerns", "extra", "settings", and "follows" ("none", "mozilla", "chrome", "jdk"). CHAIN_E_ARGUMENT for
 * another one, CHAIN_E_LIMIT for a value that is too long.
 */
const char *bridge_place_get(const bridge_place *place, const char *field, chain_error *error);
void bridge_place_put(bridge_place *place, const char *field, const char *value,
                      chain_error *error);

/* The root stores of this machine ("/"), or of an unpacked image. Can take seconds. */
typedef struct bridge_places bridge_places;
bridge_places *new_bridge_places(const char *root, chain_error *error);
void delete_bridge_places(bridge_places *places);
size_t bridge_places_count(const bridge_places *places);
bridge_place *bridge_places_get(const bridge_places *places, size_t index, chain_error *error);

/* ---- Stores ----------------------------------------------------------------------------------- */

typedef struct chain_store bridge_store;
/* Any form that libchain reads. `password` is for keystores; NULL: none, "": the empty one. */
bridge_store *bridge_store_from_path(const char *path, const char *password, chain_error *error);
/* The same from memory; `label` is what reports call it. */
bridge_store *bridge_store_from_bytes(const char *label, const uint8_t *data, size_t size,
                                      const char *password, chain_error *error);
void delete_bridge_store(bridge_store *store);
/* The anchors of both. */
bridge_store *bridge_store_join(bridge_store *store, bridge_store *other, chain_error *error);
size_t bridge_store_count(const bridge_store *store);
const char *bridge_store_path(const bridge_store *store);
const char *bridge_store_kind(const bridge_store *store);
int bridge_store_is_checked(const bridge_store *store); /* 0: a keystore's integrity is not known */
char *bridge_store_name(const bridge_store *store, size_t index, chain_error *error);   /* short */
char *bridge_store_sha256(const bridge_store *store, size_t index, chain_error *error); /* hex */
size_t bridge_store_skipped_count(const bridge_store *store);
bridge_problem *bridge_store_skipped(const bridge_store *store, size_t index, chain_error *error);

/* DER certificates under collection: the anchors that a running program says it trusts. */
typedef struct bridge_anchors bridge_anchors;
bridge_anchors *new_bridge_anchors(chain_error *error);
void delete_bridge_anchors(bridge_anchors *anchors);
/* Copies the octets. What is no certificate is skipped by bridge_anchors_store, and kept there. */
void bridge_anchors_add(bridge_anchors *anchors, const uint8_t *data, size_t size,
                        chain_error *error);
size_t bridge_anchors_count(const bridge_anchors *anchors);
/* A store of the kind "runtime"; may be called again. CHAIN_E_NOT_FOUND when nothing was added. */
bridge_store *bridge_anchors_store(const bridge_anchors *anchors, const char *label,
                                   chain_error *error);

/* ---- Chains: what a server sent, or a pool of bridges ------------------------------------------- */

typedef struct chain_list bridge_chain;
bridge_chain *bridge_chain_from_path(const char *path, chain_error *error);
bridge_chain *bridge_chain_from_bytes(const uint8_t *data, size_t size, chain_error *error);
void delete_bridge_chain(bridge_chain *chain);
size_t bridge_chain_count(const bridge_chain *chain);
size_t bridge_chain_skipped_count(const bridge_chain *chain);
bridge_problem *bridge_chain_skipped(const bridge_chain *chain, size_t index, chain_error *error);

/* ---- Timelines -------------------------------------------------------------------------------- */

typedef struct chain_timeline bridge_timeline;
bridge_timeline *bridge_timeline_builtin(const char *id, chain_error *error);
bridge_timeline *bridge_timeline_from_path(const char *path, chain_error *error);
bridge_timeline *bridge_timeline_from_bytes(const uint8_t *data, size_t size, chain_error *error);
void delete_bridge_timeline(bridge_timeline *timeline);
const char *bridge_timeline_key(const bridge_timeline *timeline);
const char *bridge_timeline_title(const bridge_timeline *timeline);
int bridge_timeline_is_current(const bridge_timeline *timeline, int64_t at);
int64_t bridge_timeline_facts_as_of(const bridge_timeline *timeline);
const char *bridge_timeline_json(const bridge_timeline *timeline);
char *bridge_timeline_text(const bridge_timeline *timeline, chain_error *error);

/* ---- Baselines: findings that are known and accepted (docs/FORMATS.md) ---------------------------- */

typedef struct chain_baseline bridge_baseline;
bridge_baseline *bridge_baseline_from_path(const char *path, chain_error *error);
bridge_baseline *bridge_baseline_from_bytes(const uint8_t *data, size_t size, chain_error *error);
void delete_bridge_baseline(bridge_baseline *baseline);
size_t bridge_baseline_count(const bridge_baseline *baseline); /* of its findings */

/* ---- Drafts: a timeline of one's own rotation (docs/OWN-ROTATION.md) ------------------------------- */

typedef struct bridge_draft bridge_draft;
/* `today` is the day on which the facts hold. */
bridge_draft *new_bridge_draft(int64_t today, chain_error *error);
void delete_bridge_draft(bridge_draft *draft);
/* "id", "host" or "on", as in chain_draft. CHAIN_E_ARGUMENT for another one. */
void bridge_draft_put(bridge_draft *draft, const char *field, const char *value,
                      chain_error *error);
/* "old_root", "new_root" or "bridge": the only certificate of what was read. CHAIN_E_MALFORMED
 * where there is not exactly one. */
void bridge_draft_certify(bridge_draft *draft, const char *field, bridge_chain *certificate,
                          chain_error *error);
/* As chain_timeline_draft: text that is complete where nothing was left out. */
char *bridge_draft_json(const bridge_draft *draft, chain_error *error);

/* ---- Outcomes --------------------------------------------------------------------------------- */

typedef struct chain_outcome bridge_outcome; /* a copy of its own */
void delete_bridge_outcome(bridge_outcome *outcome);
const char *bridge_outcome_readiness(const bridge_outcome *outcome); /* "breaks_later" */
/* As in chain_outcome; one without a meaning for the word stands at its end of time. */
int64_t bridge_outcome_breaks_at(const bridge_outcome *outcome);
int64_t bridge_outcome_breaks_latest(const bridge_outcome *outcome);
int64_t bridge_outcome_broken_since(const bridge_outcome *outcome);
int64_t bridge_outcome_unknown_from(const bridge_outcome *outcome);
int64_t bridge_outcome_breaks_by(const bridge_outcome *outcome);

/* ---- Questions and reports ---------------------------------------------------------------------- */

typedef struct chain_report bridge_report;
typedef struct bridge_question bridge_question;

/* At `at`, and as far as `until`, which is later. */
bridge_question *new_bridge_question(int64_t at, int64_t until, chain_error *error);
void delete_bridge_question(bridge_question *question);
/* `place` says what the store is called and who reads it; NULL: known by its path. */
void bridge_question_add_store(bridge_question *question, bridge_store *store,
                               const bridge_place *place, chain_error *error);
/*
 * Opens the store that is there, and what counts besides it. One that cannot be read is part of the
 * report, which is then not complete; 0 says so. `password` as for bridge_store_from_path.
 */
int bridge_question_add_place(bridge_question *question, const bridge_place *place,
                              const char *password, chain_error *error);
/* A store that the program trusts but could not hand over: `status` is a chain_status's name. */
void bridge_question_add_failure(bridge_question *question, const bridge_place *place,
                                 const char *status, const char *message, chain_error *error);
void bridge_question_add_timeline(bridge_question *question, bridge_timeline *timeline,
                                  chain_error *error);
/* The built-in timelines of which something is pending at `at`; how many. */
size_t bridge_question_add_current_timelines(bridge_question *question, chain_error *error);
/* `host` is where it came from; NULL: not known. */
void bridge_question_add_chain(bridge_question *question, bridge_chain *chain, const char *host,
                               chain_error *error);
void bridge_question_add_host(bridge_question *question, const char *host, chain_error *error);
void bridge_question_set_bridges(bridge_question *question, bridge_chain *bridges,
                                 chain_error *error);
void bridge_question_set_profile(bridge_question *question, const char *name, chain_error *error);
void bridge_question_set_baseline(bridge_question *question, bridge_baseline *baseline,
                                  chain_error *error);
/* The file that the stores come from, as its repository has it, and a line of it, from 1. */
void bridge_question_set_origin(bridge_question *question, const char *path, int64_t line,
                                chain_error *error);
/* "installed" or "program"; "none", "mozilla", "chrome" or "jdk"; "assume" or "literal". */
void bridge_question_set_lane(bridge_question *question, const char *name, chain_error *error);
void bridge_question_set_follows(bridge_question *question, const char *program,
                                 chain_error *error);
void bridge_question_set_renewal(bridge_question *question, const char *name, chain_error *error);
/* A field of chain_budget: "paths", "signatures", "depth", "links", "names" or "memory"; most > 0.
 */
void bridge_question_set_budget(bridge_question *question, const char *field, int64_t most,
                                chain_error *error);
/* The long one. May be called again. */
bridge_report *bridge_question_run(const bridge_question *question, chain_error *error);

/* ---- Many records at once ------------------------------------------------------------------------- */

/*
 * The question, asked of every row of a column of records (chain_record_read) as Apache Arrow lays
 * a large_binary out: `lines` are their octets, and `offsets` rows + 1 numbers of 64 bits in this
 * machine's order, row i being the octets from offsets[i] to offsets[i + 1]; `valid` has one octet
 * a row, 0 for none. No buffer is kept. A row that is none, or is no record, is not judged: it has
 * an error. Chains and hosts that were added to the question do not count. The long one.
 * CHAIN_E_ARGUMENT: buffers that do not fit each other, or no store.
 */
typedef struct bridge_columns bridge_columns;
bridge_columns *new_bridge_columns(const bridge_question *question, chain_bytes lines,
                                   chain_bytes offsets, chain_bytes valid, chain_error *error);
void delete_bridge_columns(bridge_columns *columns);
/*
 * The octets of one column, borrowed; numbers are in this machine's order.
 *
 * One value a row: "host_offsets" (64 bits, one more than rows) and "host"; "leaf" (the 32 octets
 * of its SHA-256); "error_offsets" and "error" ("STATUS: what was wrong"). One value a row and
 * store, and one for a row with an error: "row" (64 bits, from 0); "store" and "timeline" (32 bits,
 * into the next two); "finding" (32 bits, as bridge_finding_name), each -1 for none; "verdict" (8
 * bits, chain_readiness, -1 for none); "complete" (8 bits); "breaks_at", "broken_since",
 * "unknown_from" and "breaks_by" (64 bits). Names: "stores" and "timelines", each ended by NUL.
 * CHAIN_E_ARGUMENT for another name.
 */
chain_bytes bridge_columns_get(const bridge_columns *columns, const char *name, chain_error *error);

void delete_bridge_report(bridge_report *report);
int bridge_report_complete(const bridge_report *report);
bridge_outcome *bridge_report_outcome(const bridge_report *report, chain_error *error);
char *bridge_report_json(const bridge_report *report, chain_error *error);
/* By one of bridge_format_name's names; CHAIN_E_ARGUMENT for another one. */
char *bridge_report_format(const bridge_report *report, const char *format, chain_error *error);
/* A sum of these. The numbers are what the languages pass. */
enum { BRIDGE_COLOR = 1, BRIDGE_UNICODE = 2, BRIDGE_QUIET = 4 };
/*
 * `width` in columns, from 40 to 1000. `fix_command` is what mends a store when " --store" and the
 * store's path are put behind it, as words of a shell; NULL: the text says nothing to type. As
 * chain_text_options.
 */
char *bridge_report_text(const bridge_report *report, int width, int style, const char *fix_command,
                         chain_error *error);
/* `folder` and `store` may be NULL; as chain_report_script. */
char *bridge_report_script(const bridge_report *report, const char *folder, const char *store,
                           chain_error *error);

/* One store, lane, migration and endpoint. */
size_t bridge_report_count(const bridge_report *report);
const char *bridge_report_result_store(const bridge_report *report, size_t index);
const char *bridge_report_result_lane(const bridge_report *report, size_t index);
const char *bridge_report_result_timeline(const bridge_report *report, size_t index);
const char *bridge_report_result_endpoint(const bridge_report *report, size_t index);
const char *bridge_report_result_reason(const bridge_report *report, size_t index);
bridge_outcome *bridge_report_result_outcome(const bridge_report *report, size_t index,
                                             chain_error *error);

/* A root that would mend something; a copy of its own. */
typedef struct bridge_root bridge_root;
size_t bridge_report_result_root_count(const bridge_report *report, size_t index);
bridge_root *bridge_report_result_root(const bridge_report *report, size_t index, size_t root,
                                       chain_error *error);
/* The roots to add in the lane that decides: to the store of this id, or with NULL to any. */
size_t bridge_report_root_count(const bridge_report *report, const char *store);
bridge_root *bridge_report_root(const bridge_report *report, const char *store, size_t index,
                                chain_error *error);
void delete_bridge_root(bridge_root *root);
const char *bridge_root_name(const bridge_root *root);
const char *bridge_root_slug(const bridge_root *root);
const char *bridge_root_pem(const bridge_root *root);    /* "": not at hand */
const char *bridge_root_sha256(const bridge_root *root); /* hex */
int bridge_root_is_public(const bridge_root *root);

/* One store of the report. */
size_t bridge_report_store_count(const bridge_report *report);
bridge_place *bridge_report_store_place(const bridge_report *report, size_t index,
                                        chain_error *error);
const char *bridge_report_store_kind(const bridge_report *report, size_t index);
size_t bridge_report_store_roots(const bridge_report *report, size_t index); /* how many it holds */
bridge_outcome *bridge_report_store_outcome(const bridge_report *report, size_t index,
                                            chain_error *error);
/* Why it could not be read; NULL when it was. */
bridge_problem *bridge_report_store_problem(const bridge_report *report, size_t index,
                                            chain_error *error);

/* ---- One chain against one store ------------------------------------------------------------------ */

typedef struct bridge_verification bridge_verification;
bridge_verification *new_bridge_verification(bridge_store *store, bridge_chain *chain, int64_t at,
                                             int64_t until, chain_error *error);
void delete_bridge_verification(bridge_verification *verification);
void bridge_verification_set_host(bridge_verification *verification, const char *host,
                                  chain_error *error);
void bridge_verification_set_profile(bridge_verification *verification, const char *name,
                                     chain_error *error);
void bridge_verification_set_bridges(bridge_verification *verification, bridge_chain *bridges,
                                     chain_error *error);
/* libchain.verify/1. The chain's leaf is judged, wherever it stands. */
char *bridge_verification_json(const bridge_verification *verification, chain_error *error);

#endif
