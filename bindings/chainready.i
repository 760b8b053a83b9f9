/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one interface that Python, Java and PHP share. It wraps bridge/bridge.h, whose comments hold here,
 * and knows no language.
 *
 * The file of a language (python/python.i, java/java.i, php/php.i) names the module, includes this file
 * last, and before it says, in C or as typemaps, five things and no more:
 *
 *   CHAINREADY_RAISE(error)     throw what a const chain_error * says, as the language's own exception
 *   const char *                UTF-8 in and out; none in the language is NULL; a NUL inside is an error
 *   (data, size)                octets in
 *   newfree                     is here already: results of %newobject are given back by chain_free
 *   CHAINREADY_FUNCTION(name)   what a function is called, where a language has no modules
 */
%{
#include "bridge.h"
#include <stdbool.h>
%}

%include <stdint.i>

/* ---- the one path of errors --------------------------------------------------------------------- */

%typemap(in, numinputs=0, noblock=1) chain_error *error (chain_error problem) {
  problem.status = CHAIN_OK;
  $1 = &problem;
}
%typemap(argout, noblock=1) chain_error *error {
  if ($1->status != CHAIN_OK) {
    CHAINREADY_RAISE($1);
  }
}
%typemap(newfree, noblock=1) char * {
  chain_free($1);
}

%nodefaultctor;
%nodefaultdtor;

#ifndef CHAINREADY_FUNCTION
#define CHAINREADY_FUNCTION(name) name
#endif

/* ---- words -------------------------------------------------------------------------------------- */

%rename(CHAINREADY_FUNCTION(version)) bridge_version;
%rename(CHAINREADY_FUNCTION(timeline_name)) bridge_timeline_name;
%rename(CHAINREADY_FUNCTION(default_timeline_name)) bridge_default_timeline_name;
%rename(CHAINREADY_FUNCTION(format_name)) bridge_format_name;
%rename(CHAINREADY_FUNCTION(profile_name)) bridge_profile_name;
%rename(CHAINREADY_FUNCTION(finding_name)) bridge_finding_name;
%rename(CHAINREADY_FUNCTION(explain)) bridge_explain;
%rename(CHAINREADY_FUNCTION(parse_time)) bridge_parse_time;
%rename(CHAINREADY_FUNCTION(format_time)) bridge_format_time;
%newobject bridge_explain;
%newobject bridge_format_time;

const char *bridge_version(void);
const char *bridge_timeline_name(size_t index);
const char *bridge_default_timeline_name(size_t index);
const char *bridge_profile_name(size_t index);
const char *bridge_format_name(size_t index);
const char *bridge_finding_name(size_t index);
char *bridge_explain(const char *finding, chain_error *error);
int64_t bridge_parse_time(const char *text, chain_error *error);
char *bridge_format_time(int64_t at, chain_error *error);

/* ---- things that are read ----------------------------------------------------------------------- */

%rename(Problem) bridge_problem;
typedef struct {} bridge_problem;
%extend bridge_problem {
  ~bridge_problem();
  const char *status();
  int64_t entry();
  int64_t offset();
  const char *path();
  const char *message();
}

%rename(Outcome) bridge_outcome;
typedef struct {} bridge_outcome;
%extend bridge_outcome {
  ~bridge_outcome();
  const char *readiness();
  int64_t breaks_at();
  int64_t breaks_latest();
  int64_t broken_since();
  int64_t unknown_from();
  int64_t breaks_by();
}

%rename(Root) bridge_root;
typedef struct {} bridge_root;
%extend bridge_root {
  ~bridge_root();
  const char *name();
  const char *slug();
  const char *pem();
  const char *sha256();
  bool is_public();
}

/* ---- places and stores -------------------------------------------------------------------------- */

%rename(Place) bridge_place;
typedef struct {} bridge_place;
%extend bridge_place {
  bridge_place(const char *path, chain_error *error);
  ~bridge_place();
  const char *get(const char *field, chain_error *error);
  void put(const char *field, const char *value, chain_error *error);
}

%rename(Places) bridge_places;
%newobject bridge_places::get;
typedef struct {} bridge_places;
%extend bridge_places {
  bridge_places(const char *root, chain_error *error);
  ~bridge_places();
  size_t count();
  bridge_place *get(size_t index, chain_error *error);
}

%rename(Store) bridge_store;
%newobject bridge_store::from_path;
%newobject bridge_store::from_bytes;
%newobject bridge_store::join;
%newobject bridge_store::name;
%newobject bridge_store::sha256;
%newobject bridge_store::skipped;
typedef struct {} bridge_store;
%extend bridge_store {
  ~bridge_store();
  static bridge_store *from_path(const char *path, const char *password, chain_error *error);
  static bridge_store *from_bytes(const char *label, const uint8_t *data, size_t size,
                            const char *password, chain_error *error);
  bridge_store *join(bridge_store *other, chain_error *error);
  size_t count();
  const char *path();
  const char *kind();
  bool is_checked();
  char *name(size_t index, chain_error *error);
  char *sha256(size_t index, chain_error *error);
  size_t skipped_count();
  bridge_problem *skipped(size_t index, chain_error *error);
}

%rename(Anchors) bridge_anchors;
%newobject bridge_anchors::store;
typedef struct {} bridge_anchors;
%extend bridge_anchors {
  bridge_anchors(chain_error *error);
  ~bridge_anchors();
  void add(const uint8_t *data, size_t size, chain_error *error);
  size_t count();
  bridge_store *store(const char *label, chain_error *error);
}

/* ---- chains and timelines ----------------------------------------------------------------------- */

%rename(Chain) bridge_chain;
%newobject bridge_chain::from_path;
%newobject bridge_chain::from_bytes;
%newobject bridge_chain::skipped;
typedef struct {} bridge_chain;
%extend bridge_chain {
  ~bridge_chain();
  static bridge_chain *from_path(const char *path, chain_error *error);
  static bridge_chain *from_bytes(const uint8_t *data, size_t size, chain_error *error);
  size_t count();
  size_t skipped_count();
  bridge_problem *skipped(size_t index, chain_error *error);
}

%rename(Timeline) bridge_timeline;
%newobject bridge_timeline::builtin;
%newobject bridge_timeline::from_path;
%newobject bridge_timeline::from_bytes;
%newobject bridge_timeline::text;
typedef struct {} bridge_timeline;
%extend bridge_timeline {
  ~bridge_timeline();
  static bridge_timeline *builtin(const char *id, chain_error *error);
  static bridge_timeline *from_path(const char *path, chain_error *error);
  static bridge_timeline *from_bytes(const uint8_t *data, size_t size, chain_error *error);
  const char *key();
  const char *title();
  bool is_current(int64_t at);
  int64_t facts_as_of();
  const char *json();
  char *text(chain_error *error);
}

/* ---- baselines and drafts ----------------------------------------------------------------------- */

%rename(Baseline) bridge_baseline;
%newobject bridge_baseline::from_path;
%newobject bridge_baseline::from_bytes;
typedef struct {} bridge_baseline;
%extend bridge_baseline {
  ~bridge_baseline();
  static bridge_baseline *from_path(const char *path, chain_error *error);
  static bridge_baseline *from_bytes(const uint8_t *data, size_t size, chain_error *error);
  size_t count();
}

%rename(Draft) bridge_draft;
%newobject bridge_draft::json;
typedef struct {} bridge_draft;
%extend bridge_draft {
  bridge_draft(int64_t today, chain_error *error);
  ~bridge_draft();
  void put(const char *field, const char *value, chain_error *error);
  void certify(const char *field, bridge_chain *certificate, chain_error *error);
  char *json(chain_error *error);
}

/* ---- reports ------------------------------------------------------------------------------------ */

%rename(Report) bridge_report;
%newobject bridge_report::outcome;
%newobject bridge_report::json;
%newobject bridge_report::format;
%newobject bridge_report::text;
%newobject bridge_report::script;
%newobject bridge_report::result_outcome;
%newobject bridge_report::result_root;
%newobject bridge_report::root;
%newobject bridge_report::store_place;
%newobject bridge_report::store_outcome;
%newobject bridge_report::store_problem;
typedef struct {} bridge_report;
%extend bridge_report {
  ~bridge_report();
  bool complete();
  bridge_outcome *outcome(chain_error *error);
  char *json(chain_error *error);
  char *format(const char *format, chain_error *error);
  char *text(int width, int style, const char *fix_command, chain_error *error);
  char *script(const char *folder, const char *store, chain_error *error);

  size_t count();
  const char *result_store(size_t index);
  const char *result_lane(size_t index);
  const char *result_timeline(size_t index);
  const char *result_endpoint(size_t index);
  const char *result_reason(size_t index);
  bridge_outcome *result_outcome(size_t index, chain_error *error);
  size_t result_root_count(size_t index);
  bridge_root *result_root(size_t index, size_t root, chain_error *error);

  size_t root_count(const char *store);
  bridge_root *root(const char *store, size_t index, chain_error *error);

  size_t store_count();
  bridge_place *store_place(size_t index, chain_error *error);
  const char *store_kind(size_t index);
  size_t store_roots(size_t index);
  bridge_outcome *store_outcome(size_t index, chain_error *error);
  bridge_problem *store_problem(size_t index, chain_error *error);
}

/* ---- questions ---------------------------------------------------------------------------------- */

%rename(Question) bridge_question;
%newobject bridge_question::run;
typedef struct {} bridge_question;
%extend bridge_question {
  bridge_question(int64_t at, int64_t until, chain_error *error);
  ~bridge_question();
  void add_store(bridge_store *store, const bridge_place *place, chain_error *error);
  bool add_place(const bridge_place *place, const char *password, chain_error *error);
  void add_failure(const bridge_place *place, const char *status, const char *message,
                   chain_error *error);
  void add_timeline(bridge_timeline *timeline, chain_error *error);
  size_t add_current_timelines(chain_error *error);
  void add_chain(bridge_chain *chain, const char *host, chain_error *error);
  void add_host(const char *host, chain_error *error);
  void set_bridges(bridge_chain *bridges, chain_error *error);
  void set_baseline(bridge_baseline *baseline, chain_error *error);
  void set_origin(const char *path, int64_t line, chain_error *error);
  void set_profile(const char *name, chain_error *error);
  void set_lane(const char *name, chain_error *error);
  void set_follows(const char *program, chain_error *error);
  void set_renewal(const char *name, chain_error *error);
  void set_budget(const char *field, int64_t most, chain_error *error);
  bridge_report *run(chain_error *error);
}

%rename(Verification) bridge_verification;
%newobject bridge_verification::json;
typedef struct {} bridge_verification;
%extend bridge_verification {
  bridge_verification(bridge_store *store, bridge_chain *chain, int64_t at, int64_t until,
                      chain_error *error);
  ~bridge_verification();
  void set_host(const char *host, chain_error *error);
  void set_profile(const char *name, chain_error *error);
  void set_bridges(bridge_chain *bridges, chain_error *error);
  char *json(chain_error *error);
}
